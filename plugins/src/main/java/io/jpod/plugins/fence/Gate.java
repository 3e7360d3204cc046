package io.jpod.plugins.fence;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.plugins.Faults;
import io.jpod.plugins.PluginCalls;
import io.jpod.plugins.PluginVisit;
import io.jpod.plugins.SlowCall;
import java.time.Duration;
import java.util.function.Supplier;

/** What every call into one plug-in goes through. Thread-safe. */
public final class Gate {
    private final String origin;
    private final PluginCalls calls;
    /** What the plug-in hangs in: whatever else it is asked may wait for that. Null while it answers. */
    private volatile String stuck;

    /** @param origin the jar's path */
    public Gate(String origin, PluginCalls calls) {
        this.origin = origin;
        this.calls = calls;
    }

    /** What a thread was before it went in. */
    static final class Visit {
        private final ClassLoader loader;
        private final PluginVisit visit;

        private Visit(ClassLoader loader, PluginVisit visit) {
            this.loader = loader;
            this.visit = visit;
        }
    }

    /**
     * The calling thread goes in.
     *
     * @param method null for one that waits for something else than the plug-in
     * @throws JpodException INTERNAL when an earlier call has not come out again
     */
    Visit enter(Object target, String method) {
        String hanging = stuck;
        if (hanging != null) {
            throw failed("does not answer any more: " + hanging);
        }
        Thread thread = Thread.currentThread();
        Visit visit = new Visit(thread.getContextClassLoader(), calls.enter(origin, method));
        thread.setContextClassLoader(target.getClass().getClassLoader());
        return visit;
    }

    void leave(Visit visit) {
        Thread.currentThread().setContextClassLoader(visit.loader);
        calls.leave(visit.visit);
    }

    /** Asks something that must be answered soon. */
    <T> T soon(Object target, String method, Supplier<T> question) {
        return bounded(target, method, question, calls.limit());
    }

    /** Asks for something that may take a while, but not for ever. */
    <T> T inTime(Object target, String method, Supplier<T> question) {
        return bounded(target, method, question, calls.patience());
    }

    private <T> T bounded(Object target, String method, Supplier<T> question, Duration limit) {
        try {
            return calls.bounded("it", new Asking<>(target, method, question), limit);
        } catch (SlowCall e) {
            stuck = method + " did not return in time";
            throw failed("failed in " + method + ": " + e.getMessage());
        }
    }

    /** What is done on the thread that may be left behind. */
    private final class Asking<T> implements Supplier<T> {
        private final Object target;
        private final String method;
        private final Supplier<T> question;

        Asking(Object target, String method, Supplier<T> question) {
            this.target = target;
            this.method = method;
            this.question = question;
        }

        @Override
        public T get() {
            Visit visit = enter(target, method);
            try {
                return question.get();
            } catch (Throwable thrown) {
                throw failure(method, thrown);
            } finally {
                leave(visit);
            }
        }
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
        JpodException failure = failed("failed in " + method + ": " + reason);
        failure.setStackTrace(thrown.getStackTrace());
        return failure;
    }

    private JpodException failed(String how) {
        return new JpodException(ErrorCode.INTERNAL, "plug-in " + origin + " " + how).withRemedy(calls.remedy(origin));
    }
}
