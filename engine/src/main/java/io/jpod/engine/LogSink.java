package io.jpod.engine;

import java.time.Instant;

/** Receives recorded output, oldest first. */
@FunctionalInterface
public interface LogSink {
    /**
     * One recorded piece.
     *
     * @param partial true when the line goes on in the next piece of the same stream
     */
    void line(Instant time, boolean stderr, boolean partial, byte[] text);
}
