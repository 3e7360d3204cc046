package io.jpod.support.lock;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;
import io.jpod.api.lock.LockName;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Locks as files named {@code scope-name}. Waiting for a lock while the same thread holds one of a later scope, or one of the
 * same scope with a later name, is an INTERNAL error: that order is what keeps processes from waiting for each other in a
 * ring. Trying without patience is free of it.
 *
 * <p>The file of an object that comes and goes (a container, a layer, …) is removed by whoever gives up its exclusive lock;
 * a process that was given a lock on a removed file notices and begins again.
 *
 * <p>{@code posix} and {@code directory} are immutable; {@code held} is guarded by itself.
 */
public final class FileLockManager implements LockManager {
    private static final int LONGEST_PAUSE_MILLIS = 20;

    private final Posix posix;
    private final String directory;
    private final List<Held> held = new ArrayList<>();

    /** @param directory for the lock files; made when it is first needed */
    public FileLockManager(Posix posix, Path directory) {
        this.posix = posix;
        this.directory = directory.toString();
    }

    @Override
    public Lock exclusive(LockName name) {
        checkOrder(name);
        return take(name, Posix.LOCK_EX, Long.MAX_VALUE);
    }

    @Override
    public Lock shared(LockName name) {
        checkOrder(name);
        return take(name, Posix.LOCK_SH, Long.MAX_VALUE);
    }

    @Override
    public Optional<Lock> tryExclusive(LockName name, Duration patience) {
        if (patience.isZero() || patience.isNegative()) {
            return Optional.ofNullable(take(name, Posix.LOCK_EX, System.nanoTime()));
        }
        checkOrder(name);
        return Optional.ofNullable(take(name, Posix.LOCK_EX, System.nanoTime() + patience.toNanos()));
    }

    /** Null when the time is over; {@link Long#MAX_VALUE} waits for ever. */
    private Lock take(LockName name, int mode, long deadline) {
        String file = directory + "/" + prefix(name.scope()) + name.name();
        try {
            while (true) {
                int descriptor = open(file);
                boolean taken = false;
                try {
                    if (!lock(descriptor, mode, deadline)) {
                        return null;
                    }
                    taken = isStillThere(descriptor, file);
                } finally {
                    if (!taken) {
                        posix.close(descriptor);
                    }
                }
                if (taken) {
                    Held lock = new Held(name, file, descriptor, mode == Posix.LOCK_EX, Thread.currentThread());
                    synchronized (held) {
                        held.add(lock);
                    }
                    return lock;
                }
            }
        } catch (PosixException e) {
            throw JpodException.host("lock " + file, e);
        }
    }

    private int open(String file) throws PosixException {
        try {
            return posix.open(Posix.AT_FDCWD, file, Posix.O_RDWR | Posix.O_CREAT, 0600);
        } catch (PosixException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
            makeDirectories(directory);
            return posix.open(Posix.AT_FDCWD, file, Posix.O_RDWR | Posix.O_CREAT, 0600);
        }
    }

    private void makeDirectories(String path) throws PosixException {
        try {
            posix.makeDirectory(Posix.AT_FDCWD, path, 0700);
        } catch (PosixException e) {
            int parent = path.lastIndexOf('/');
            if (e.errno() == Errno.ENOENT && parent > 0) {
                makeDirectories(path.substring(0, parent));
                makeDirectories(path);
            } else if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
    }

    private boolean lock(int descriptor, int mode, long deadline) throws PosixException {
        if (deadline == Long.MAX_VALUE) {
            posix.flock(descriptor, mode);
            return true;
        }
        int pause = 1;
        while (true) {
            try {
                posix.flock(descriptor, mode | Posix.LOCK_NB);
                return true;
            } catch (PosixException e) {
                if (e.errno() != Errno.EAGAIN) {
                    throw e;
                }
            }
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            posix.poll(new int[0], new short[0], new short[0], pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        }
    }

    private boolean isStillThere(int descriptor, String file) throws PosixException {
        try {
            FileStatus mine = posix.stat(descriptor, "", 0);
            FileStatus named = posix.stat(Posix.AT_FDCWD, file, Posix.AT_SYMLINK_NOFOLLOW);
            return mine.inode() == named.inode() && mine.dev() == named.dev();
        } catch (PosixException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    private void checkOrder(LockName wanted) {
        synchronized (held) {
            for (Held lock : held) {
                int order = lock.name.scope().compareTo(wanted.scope());
                if (lock.owner == Thread.currentThread()
                        && (order > 0 || order == 0 && lock.name.name().compareTo(wanted.name()) >= 0)) {
                    throw new JpodException(
                            ErrorCode.INTERNAL,
                            "lock order: " + prefix(wanted.scope()) + wanted.name() + " wanted while "
                                    + prefix(lock.name.scope()) + lock.name.name() + " is held");
                }
            }
        }
    }

    private static String prefix(LockName.Scope scope) {
        return switch (scope) {
            case STORE -> "store-";
            case IMAGE -> "image-";
            case LAYER -> "layer-";
            case CONTAINER -> "container-";
            case VOLUME -> "volume-";
            case NETWORK -> "network-";
        };
    }

    /** One lock of one thread. {@code open} is guarded by the manager's {@code held}. */
    private final class Held implements Lock {
        private final LockName name;
        private final String file;
        private final int descriptor;
        private final boolean exclusive;
        private final Thread owner;
        private boolean open = true;

        Held(LockName name, String file, int descriptor, boolean exclusive, Thread owner) {
            this.name = name;
            this.file = file;
            this.descriptor = descriptor;
            this.exclusive = exclusive;
            this.owner = owner;
        }

        @Override
        public void close() {
            synchronized (held) {
                if (!open) {
                    return;
                }
                open = false;
                held.remove(this);
            }
            boolean lasting = name.scope() == LockName.Scope.STORE || name.scope() == LockName.Scope.NETWORK;
            if (exclusive && !lasting) {
                try {
                    posix.unlink(Posix.AT_FDCWD, file, 0);
                } catch (PosixException e) {
                    // An empty file stays behind, which the next holder removes.
                }
            }
            posix.close(descriptor);
        }
    }
}
