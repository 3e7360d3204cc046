/**
 * Recorded output of containers. The monitor writes, this package only reads: files in the format that Kubernetes calls CRI logging,
 * one record a line, {@code TIME STREAM TAG TEXT}, where the tag {@code P} says that the line goes on in the next record of the same
 * stream and {@code F} that it ends. Output is passed on as bytes; it need not be UTF-8.
 * What went to systemd's journal is read by journalctl.
 */
package io.jpod.engine.logs;
