package io.jpod.plugins;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Supplier;

/** Watches over calls into plug-ins: none may end jpod unnoticed, and what is to be quick has a time limit. Thread-safe. */
public final class PluginCalls {
    private final Duration limit;
    private final ExitWatch exits;

    /**
     * A watch.
     *
     * @param stderr where a plug-in that ends the process is named
     * @param limit for making a provider and for its first answers
     */
    public PluginCalls(OutputStream stderr, Duration limit) {
        this.limit = limit;
        this.exits = new ExitWatch(stderr);
    }

    private PluginCalls(Duration limit) {
        this.limit = limit;
        this.exits = null;
    }

    /** For a process that may be ended. */
    static PluginCalls unwatched(Duration limit) {
        return new PluginCalls(limit);
    }

    Duration limit() {
        return limit;
    }

    /** The calling thread is about to run code of a plug-in. Returns what it ran before, for {@link #leave}. */
    public String enter(String origin) {
        return exits == null ? null : exits.enter(origin);
    }

    /** The end of {@link #enter}. */
    public void leave(String before) {
        if (exits != null) {
            exits.leave(before);
        }
    }

    /** What a user can do about a plug-in that fails. */
    public String remedy(String origin) {
        return "report this to the author of " + origin + "; jpod plugin disable " + Origins.name(origin)
                + " switches it off";
    }

    /**
     * Runs something that must answer soon, on a thread of its own, so that one which never does is left behind.
     *
     * @param what for the message, for example {@code its constructor}
     * @throws JpodException HOST when the time limit has passed
     */
    <T> T bounded(String origin, String what, Supplier<T> call) {
        Outcome<T> outcome = new Outcome<>(call, "plug-in " + origin);
        outcome.setDaemon(true);
        outcome.start();
        try {
            outcome.join(limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JpodException(ErrorCode.INTERRUPTED, what + " was interrupted");
        }
        if (outcome.isAlive()) {
            throw new JpodException(ErrorCode.HOST, what + " did not return within " + limit.toSeconds() + " seconds");
        }
        return outcome.value();
    }

    /** One call on a thread of its own. What is written before its end is read after it was joined. */
    private static final class Outcome<T> extends Thread {
        private final Supplier<T> call;
        private T value;
        private RuntimeException failure;
        private Error error;

        Outcome(Supplier<T> call, String name) {
            super(name);
            this.call = call;
        }

        @Override
        public void run() {
            try {
                value = call.get();
            } catch (RuntimeException e) {
                failure = e;
            } catch (Error e) {
                error = e;
            }
        }

        T value() {
            if (failure != null) {
                throw failure;
            }
            if (error != null) {
                throw error;
            }
            return value;
        }
    }
}
