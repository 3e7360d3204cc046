package io.jpod.engine.container;

import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;
import io.jpod.api.monitor.Attachment;
import io.jpod.support.posix.Posix;
import java.util.function.Supplier;

/**
 * A container that is created in the runtime and whose program does not run yet. Holds the container's lock until {@link #go} or
 * {@link #close}; not going takes everything back. Belongs to one thread.
 */
final class PendingStart implements AutoCloseable {
    private final Services services;
    private final ContainerConfig config;
    private final UndoStack undo;
    private final LockManager.Lock lock;
    private final AttendedLock attended;
    private final int lifetime;
    private final Supplier<ContainerState> start;
    private ContainerState state;

    /**
     * @param lifetime descriptor that ends when the container has ended
     * @param start runs the program and records that
     */
    PendingStart(
            Services services,
            ContainerConfig config,
            UndoStack undo,
            LockManager.Lock lock,
            AttendedLock attended,
            int lifetime,
            Supplier<ContainerState> start) {
        this.services = services;
        this.config = config;
        this.undo = undo;
        this.lock = lock;
        this.attended = attended;
        this.lifetime = lifetime;
        this.start = start;
    }

    /** Connects to the streams; to those of the caller there is nothing to connect. */
    Attachment attach() {
        if (config.logDriver().equals("passthrough")) {
            return new SilentAttachment(lifetime);
        }
        return services.context()
                .providers()
                .monitor(config.monitor())
                .attach(services.paths().run(config.id()));
    }

    /** Runs the program. */
    void go() {
        try {
            state = start.get();
            undo.disarm();
        } catch (JpodException e) {
            throw undo.undo(e);
        } finally {
            lock.close();
        }
    }

    /** The state with which the program was started. */
    ContainerState state() {
        return state;
    }

    /** Waits until the container has ended. */
    void awaitExit() {
        Ender.awaitLifetimeEnd(services.context().posix(), lifetime);
    }

    /** Frees the descriptors; the promise to clean up ends here. */
    @Override
    public void close() {
        try {
            if (state == null) {
                JpodException failure =
                        undo.undo(JpodException.internal("start of " + config.id() + " given up", null));
                for (Throwable problem : failure.getSuppressed()) {
                    services.context()
                            .log()
                            .warn("giving up the start of " + config.id() + ": " + problem.getMessage());
                }
            }
        } finally {
            lock.close();
            attended.close();
            Posix posix = services.context().posix();
            posix.close(lifetime);
        }
    }
}
