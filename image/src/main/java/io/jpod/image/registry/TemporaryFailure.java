package io.jpod.image.registry;

import java.io.IOException;

/** A failure after which trying again makes sense: no connection, a cut one, an overloaded server. */
public final class TemporaryFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final long retryAfterSeconds;

    public TemporaryFailure(String message, Throwable cause) {
        this(message, cause, 0, 0);
    }

    /**
     * A server's answer.
     *
     * @param retryAfterSeconds how long it asks us to wait; 0 when it does not say
     */
    TemporaryFailure(String message, Throwable cause, int status, long retryAfterSeconds) {
        super(message, cause);
        this.status = status;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** The HTTP status, or 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** How long the server asks us to wait; 0 when it does not say. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** The same failure, with what was being done before its message. */
    TemporaryFailure during(String what) {
        return new TemporaryFailure(what + ": " + getMessage(), null, status, retryAfterSeconds);
    }

    /** Such a failure among the causes; null when there is none. */
    public static TemporaryFailure of(Throwable failure) {
        int depth = 0;
        for (Throwable t = failure; t != null && depth < 20; t = t.getCause()) {
            if (t instanceof TemporaryFailure temporary) {
                return temporary;
            }
            depth++;
        }
        return null;
    }

    /** True when such a failure is among the causes. */
    public static boolean in(Throwable failure) {
        return of(failure) != null;
    }
}
