package io.jpod.engine.image;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A few threads that move blobs. */
final class BlobThreads implements AutoCloseable {
    private static final int PARALLEL = 4;

    private final ExecutorService threads = Executors.newFixedThreadPool(PARALLEL, task -> {
        Thread thread = new Thread(task, "jpod-blob");
        thread.setDaemon(true);
        return thread;
    });

    <T> Future<T> submit(Callable<T> task) {
        return threads.submit(task);
    }

    /** The result of a task, or its failure. */
    static <T> T await(Future<T> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof JpodException failure) {
                throw failure;
            }
            throw JpodException.internal("moving a blob", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JpodException(ErrorCode.INTERRUPTED, "moving a blob", e);
        }
    }

    /** Interrupts what is going on. */
    void cancel() {
        threads.shutdownNow();
    }

    /** No task runs any more when this returns. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
