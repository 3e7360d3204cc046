package io.jpod.engine.image;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.PullOptions;
import io.jpod.image.registry.TemporaryFailure;
import io.jpod.support.posix.PosixException;
import java.util.function.Supplier;

/** Tries again what failed for a reason that may pass, as podman does: three times, a second apart. */
final class Retries {
    private static final int TIMES = 3;
    private static final int DELAY_SECONDS = 1;

    private final EngineContext context;
    private final int times;
    private final int delaySeconds;

    Retries(EngineContext context, PullOptions options) {
        this.context = context;
        this.times = options.retries().orElse(TIMES);
        this.delaySeconds = options.retryDelaySeconds().orElse(DELAY_SECONDS);
    }

    <T> T run(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (JpodException e) {
                if (attempt > times || !TemporaryFailure.in(e)) {
                    throw e;
                }
                context.log()
                        .warn("Failed, retrying in " + delaySeconds + "s ... (" + attempt + "/" + times + "). Error: "
                                + joined(e));
                pause();
            }
        }
    }

    /** The chain of causes in one line. */
    static String joined(Throwable failure) {
        StringBuilder text = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Throwable t = failure.getCause(); t != null; t = t.getCause()) {
            text.append(": ").append(t.getMessage());
        }
        return text.toString();
    }

    private void pause() {
        try {
            context.posix().poll(new int[0], new short[0], new short[0], delaySeconds * 1000);
        } catch (PosixException e) {
            throw new JpodException(ErrorCode.INTERNAL, "waiting before a retry", e);
        }
    }
}
