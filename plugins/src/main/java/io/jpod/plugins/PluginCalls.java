package io.jpod.plugins;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Watches over calls into plug-ins: none may end jpod unnoticed, and what is to be quick has a time limit. Thread-safe. */
public final class PluginCalls implements AutoCloseable {
    /** How many limits a call may take that does something, or before it is told of when it has no limit. */
    private static final int PATIENCE = 6;

    private final Duration limit;
    private final ExitWatch exits;
    private final Runnable idle;
    /** Threads that wait for a call; guarded by itself. */
    private final Deque<CallThread> free = new ArrayDeque<>();

    /**
     * A watch.
     *
     * @param stderr where a plug-in that ends the process is named
     * @param limit for what is to be quick: making a provider, opening it, asking it; at most a day
     * @param log where a plug-in is named that takes very long for anything else
     */
    public PluginCalls(OutputStream stderr, Duration limit, Log log) {
        this.limit = limit;
        this.exits = new ExitWatch(stderr);
        this.idle = new LongCalls(exits, patience().toNanos(), log);
    }

    private PluginCalls(Duration limit) {
        this.limit = limit;
        this.exits = null;
        this.idle = null;
    }

    /** For a process that may be ended, which is how its calls are limited. */
    static PluginCalls unwatched(Duration limit) {
        return new PluginCalls(limit);
    }

    /** For what is asked before anything is done. */
    public Duration limit() {
        return limit;
    }

    /** For what does something that should be quick. */
    public Duration patience() {
        // Not multipliedBy, which calculates with BigDecimal: its classes cost every command 35 ms.
        return Duration.ofNanos(limit.toNanos() * PATIENCE);
    }

    /**
     * The calling thread is about to run code of a plug-in. Returns what it ran before, for {@link #leave}.
     *
     * @param method of the API; null for one that waits for something else than the plug-in
     */
    public PluginVisit enter(String origin, String method) {
        return exits == null ? null : exits.enter(origin, method);
    }

    /** The end of {@link #enter}. */
    public void leave(PluginVisit before) {
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
     * Runs something that must answer soon, on another thread, so that one which never does is left behind.
     *
     * @param what for the message, for example {@code its constructor}
     * @param limit {@link #limit} or {@link #patience}
     * @throws SlowCall when the time limit has passed
     */
    public <T> T bounded(String what, Supplier<T> call, Duration limit) {
        if (exits == null || Thread.currentThread() instanceof CallThread) {
            return call.get();
        }
        CallThread thread = take();
        Outcome<T> outcome = new Outcome<>(call);
        try {
            if (!thread.call(outcome, limit)) {
                throw new SlowCall(what + " did not return within " + limit.toSeconds() + " seconds"
                        + place(thread.getStackTrace()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JpodException(ErrorCode.INTERRUPTED, what + " was interrupted");
        }
        synchronized (free) {
            free.push(thread);
        }
        return outcome.value();
    }

    private CallThread take() {
        synchronized (free) {
            if (!free.isEmpty()) {
                return free.pop();
            }
        }
        CallThread thread = new CallThread(idle, limit);
        thread.start();
        return thread;
    }

    /** Where in the plug-in's code, for its author: the innermost frame that is neither the JDK's nor jpod's. */
    private static String place(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String module = frame.getModuleName();
            boolean jdk = module != null && (module.startsWith("java.") || module.startsWith("jdk."));
            if (!jdk && !"app".equals(frame.getClassLoaderName())) {
                return "; it is in " + frame.getClassName() + "." + frame.getMethodName() + ", line "
                        + frame.getLineNumber();
            }
        }
        return "";
    }

    /** Ends the threads that wait for calls. */
    @Override
    public void close() {
        synchronized (free) {
            for (CallThread thread : free) {
                thread.end();
            }
            free.clear();
        }
    }

    /** Tells of calls that do not end. */
    private static final class LongCalls implements Runnable {
        private final ExitWatch exits;
        private final long patienceNanos;
        private final Log log;

        LongCalls(ExitWatch exits, long patienceNanos, Log log) {
            this.exits = exits;
            this.patienceNanos = patienceNanos;
            this.log = log;
        }

        @Override
        public void run() {
            for (String notice : exits.notices(patienceNanos)) {
                log.warn(notice);
            }
        }
    }

    /** One call. What is written by the thread that ran it is read by the one that waited for it. */
    private static final class Outcome<T> implements Runnable {
        private final Supplier<T> call;
        private T value;
        private RuntimeException failure;
        private Error error;

        Outcome(Supplier<T> call) {
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
