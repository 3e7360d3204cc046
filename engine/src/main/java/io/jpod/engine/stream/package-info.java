/**
 * Connects the caller's descriptors with a process's streams. One thread and one poll(2) look after input, output, signals and the
 * terminal; the terminal is given back as it was on every way out.
 */
package io.jpod.engine.stream;
