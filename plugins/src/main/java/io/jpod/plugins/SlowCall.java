package io.jpod.plugins;

/** A plug-in did not answer in time. Its message says to what, and where in its code it is, in words for a user. */
public final class SlowCall extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SlowCall(String message) {
        super(message);
    }
}
