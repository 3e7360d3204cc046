package io.jpod.engine.image;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.PullOptions;
import io.jpod.image.registry.TemporaryFailure;
import io.jpod.support.posix.PosixException;
import java.util.function.Supplier;

/**
 * Tries again what failed for a reason that may pass, as podman does: three times, after one, two and four seconds. A delay that the
 * user or the registry ({@code Retry-After}) gives replaces these.
 */
final class Retries {
    private static final int TIMES = 3;
    private static final int LONGEST_SECONDS = 60;

    private final EngineContext context;
    private final int times;
    private final PullOptions options;

    Retries(EngineContext context, PullOptions options) {
        this.context = context;
        this.times = options.retries().orElse(TIMES);
        this.options = options;
    }

    <T> T run(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (JpodException e) {
                TemporaryFailure reason = TemporaryFailure.of(e);
                if (attempt > times || reason == null) {
                    throw e;
                }
                int seconds = delay(attempt, reason);
                context.log()
                        .warn("Failed, retrying in " + seconds + "s ... (" + attempt + "/" + times + "). Error: "
                                + joined(e));
                pause(seconds);
            }
        }
    }

    private int delay(int attempt, TemporaryFailure reason) {
        int seconds = options.retryDelaySeconds().orElse(1 << Math.min(attempt - 1, 5));
        return (int) Math.min(LONGEST_SECONDS, Math.max(seconds, reason.retryAfterSeconds()));
    }

    /** The chain of causes in one line. */
    static String joined(Throwable failure) {
        StringBuilder text = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Throwable t = failure.getCause(); t != null; t = t.getCause()) {
            text.append(": ").append(t.getMessage());
        }
        return text.toString();
    }

    private void pause(int seconds) {
        try {
            context.posix().poll(new int[0], new short[0], new short[0], seconds * 1000);
        } catch (PosixException e) {
            throw new JpodException(ErrorCode.INTERNAL, "waiting before a retry", e);
        }
    }
}
