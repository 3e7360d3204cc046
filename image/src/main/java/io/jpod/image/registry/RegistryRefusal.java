package io.jpod.image.registry;

import java.io.IOException;

/** A registry's answer that trying again does not change. */
public final class RegistryRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    RegistryRefusal(String message, int status) {
        super(message);
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The status of the answer among the causes, temporary or not; 0 when there is none. */
    public static int statusOf(Throwable failure) {
        int depth = 0;
        for (Throwable t = failure; t != null && depth < 20; t = t.getCause()) {
            if (t instanceof RegistryRefusal refusal) {
                return refusal.status;
            }
            if (t instanceof TemporaryFailure temporary) {
                return temporary.status();
            }
            depth++;
        }
        return 0;
    }
}
