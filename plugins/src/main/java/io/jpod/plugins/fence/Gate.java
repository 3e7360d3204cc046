package io.jpod.plugins.fence;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.plugins.Faults;
import io.jpod.plugins.PluginCalls;

/** What every call into one plug-in goes through. Thread-safe. */
public final class Gate {
    private final String origin;
    private final PluginCalls calls;

    /** @param origin the jar's path */
    public Gate(String origin, PluginCalls calls) {
        this.origin = origin;
        this.calls = calls;
    }

    /** What a thread was before it went in. */
    static final class Visit {
        private final ClassLoader loader;
        private final String origin;

        private Visit(ClassLoader loader, String origin) {
            this.loader = loader;
            this.origin = origin;
        }
    }

    Visit enter(Object target) {
        Thread thread = Thread.currentThread();
        Visit visit = new Visit(thread.getContextClassLoader(), calls.enter(origin));
        thread.setContextClassLoader(target.getClass().getClassLoader());
        return visit;
    }

    void leave(Visit visit) {
        Thread.currentThread().setContextClassLoader(visit.loader);
        calls.leave(visit.origin);
    }

    /** What a plug-in returned; the API knows no null. */
    static <T> T answered(T value) {
        if (value == null) {
            throw new NoAnswer();
        }
        return value;
    }

    /** A method returned null. */
    private static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What the engine is told when a method of a plug-in throws. */
    JpodException failure(String method, Throwable thrown) {
        if (thrown instanceof JpodException known) {
            return known;
        }
        // In words instead of as a cause, whose class name says nothing to a user; where it came from is kept for the
        // debug log.
        String reason = thrown instanceof NoAnswer ? "it returned null" : Faults.text(thrown);
        JpodException failure = new JpodException(
                        ErrorCode.INTERNAL, "plug-in " + origin + " failed in " + method + ": " + reason)
                .withRemedy(calls.remedy(origin));
        failure.setStackTrace(thrown.getStackTrace());
        return failure;
    }
}
