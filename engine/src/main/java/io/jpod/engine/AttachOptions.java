package io.jpod.engine;

/**
 * How the caller's streams are connected. Descriptors are of this process.
 *
 * @param stdin descriptor to read from, or -1
 * @param stdout descriptor to write to, or -1
 * @param stderr descriptor to write to, or -1
 * @param detachKeys bytes that detach; empty for none
 * @param proxySignals whether signals that this process receives are passed on
 * @param terminal whether {@code stdin} is a terminal to be put in raw mode, and its size followed
 */
public record AttachOptions(
        int stdin, int stdout, int stderr, byte[] detachKeys, boolean proxySignals, boolean terminal) {}
