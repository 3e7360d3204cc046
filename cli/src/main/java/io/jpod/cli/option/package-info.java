/**
 * Options of commands: a table per command, written as text, and the parser that reads words by it with the rules of the parser that podman uses
 * (bundled short options, values after {@code =} or in the next word, lists by repetition or by comma).
 *
 * <p>Terms: a <i>table</i> names every option that podman has for the command; a <i>refused</i> option is in the table so that it is told apart
 * from a wrong one, and asking for it is an error that names it; a <i>no-op</i> is accepted and does nothing in podman either. Tables are
 * scanned, not loaded: a command line pays for the options it uses, not for those it could have used.
 */
package io.jpod.cli.option;
