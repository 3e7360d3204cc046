/**
 * The command line: argv, environment and streams go in, an exit code comes out. {@link io.jpod.cli.Cli} reads the global options, finds the
 * command's class by its name and runs it; a command turns words into calls of the engine and answers into podman's columns and JSON.
 *
 * <p>Terms: a <i>session</i> is an engine opened for one command line; a <i>result</i> is what a script reads from standard output, everything
 * else goes to standard error. Invariants: nothing here exits the process, keeps static state or touches the process's own streams; only
 * the class of the command that was asked for is loaded, together with its options.
 */
package io.jpod.cli;
