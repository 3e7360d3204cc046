package io.jpod.api.lock;

import java.time.Duration;
import java.util.Optional;

/**
 * Names locks and takes them. A lock is held by one thread of one process; it ends with the process at the latest. Locks are
 * not reentrant.
 */
public interface LockManager {
    /** Waits until the lock is free and takes it alone. */
    Lock exclusive(LockName name);

    /** Waits until nobody holds the lock alone and takes it together with other readers. */
    Lock shared(LockName name);

    /** Takes the lock alone if that is possible within the time; zero tries once. */
    Optional<Lock> tryExclusive(LockName name, Duration patience);

    /** A lock that is held. Closing it twice has no effect. */
    interface Lock extends AutoCloseable {
        @Override
        void close();
    }
}
