package io.jpod.image.registry;

import java.io.IOException;

/** A failure after which trying again makes sense: no connection, a cut one, an overloaded server. */
public final class TemporaryFailure extends IOException {
    private static final long serialVersionUID = 1L;

    public TemporaryFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** True when such a failure is among the causes. */
    public static boolean in(Throwable failure) {
        int depth = 0;
        for (Throwable t = failure; t != null && depth < 20; t = t.getCause()) {
            if (t instanceof TemporaryFailure) {
                return true;
            }
            depth++;
        }
        return false;
    }
}
