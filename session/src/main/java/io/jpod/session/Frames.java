package io.jpod.session;

/** Types of frames; {@code session.h} has the same. */
final class Frames {
    static final int HELLO = 1;
    static final int GO = 2;
    static final int SPAWNED = 3;
    static final int ENDED = 4;
    static final int SIGNAL = 5;
    static final int READY = 6;
    static final int STATUS = 7;
    static final int STOP = 8;
    static final int BEGIN = 16;
    static final int COLD = 17;
    static final int SPAWN = 18;
    static final int CATCH = 19;
    static final int WAIT = 20;
    static final int EXIT = 21;
    static final int TEXT = 22;

    private Frames() {}
}
