package io.jpod.cli.command;

import io.jpod.api.JpodException;
import java.util.List;
import java.util.Optional;

/**
 * Does one thing to several containers, some of them at a time, since most of it is waiting for other processes. The results are told by
 * the calling thread, in the order of the names. The fields below the blank line are guarded by this object, the others are immutable.
 */
final class AtOnce {
    private static final int WORKERS = 8;

    /** Is told what became of one container. */
    interface Listener {
        void done(String nameOrId, Optional<JpodException> failure);
    }

    private final List<String> names;
    private final EachContainer.Action action;

    private final Throwable[] failures;
    private final boolean[] done;
    private int next;

    private AtOnce(List<String> names, EachContainer.Action action) {
        this.names = names;
        this.action = action;
        this.failures = new Throwable[names.size()];
        this.done = new boolean[names.size()];
    }

    /** Returns when all is done and told; what is no {@link JpodException} is thrown as it is, by the first that met it. */
    static void run(List<String> names, EachContainer.Action action, Listener listener) {
        AtOnce all = new AtOnce(List.copyOf(names), action);
        if (names.size() == 1) {
            all.work();
        }
        for (int i = 0; names.size() > 1 && i < Math.min(WORKERS, names.size()); i++) {
            Thread worker = new Thread(all::work, "container");
            worker.setDaemon(true);
            worker.start();
        }
        for (int i = 0; i < names.size(); i++) {
            listener.done(names.get(i), Optional.ofNullable(all.await(i)));
        }
    }

    private void work() {
        for (int i = take(); i < names.size(); i = take()) {
            Throwable failure = null;
            try {
                action.on(names.get(i));
            } catch (RuntimeException | Error e) {
                failure = e;
            }
            finish(i, failure);
        }
    }

    private synchronized int take() {
        return next++;
    }

    private synchronized void finish(int i, Throwable failure) {
        failures[i] = failure;
        done[i] = true;
        notifyAll();
    }

    private synchronized JpodException await(int i) {
        try {
            while (!done[i]) {
                wait();
            }
        } catch (InterruptedException e) {
            throw JpodException.internal("waiting for container " + names.get(i), e);
        }
        Throwable failure = failures[i];
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException other && !(failure instanceof JpodException)) {
            throw other;
        }
        return (JpodException) failure;
    }
}
