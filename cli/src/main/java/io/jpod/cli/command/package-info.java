/**
 * One class per command, without state: its options, its help, and what it does with an {@link io.jpod.cli.Invocation}. Results go to
 * standard output in podman's form; a command that takes several objects goes on after a failure and tells each.
 */
package io.jpod.cli.command;
