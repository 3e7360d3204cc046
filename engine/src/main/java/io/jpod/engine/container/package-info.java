/**
 * Containers on disk and their life: configured → (starting) → running ⇄ paused → stopping → stopped → exited, then removed.
 *
 * <p>Each container is a directory below the data root; its configuration is written once, its state is replaced under the container's
 * lock. <em>Stopped</em> means that the process has ended and what it held is not yet freed; <em>exited</em> that it is. Every
 * operation first compares the recorded state with what is true (exit record, process, boot id), so that a killed command hurts
 * nothing: what it left half-done carries a name or a status that says so, and whoever gets the container's lock takes it back.
 *
 * <p>No lock is held while a container is waited for. A command that stays in the foreground holds the <em>attended</em> lock, by
 * which the monitor's exit command sees that somebody will clean up; when that command is killed the exit command does it.
 */
package io.jpod.engine.container;
