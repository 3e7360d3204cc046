package io.jpod.engine.spec;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A container's root file system, whose content is not trusted: every name is resolved by the kernel with this directory as the root, so
 * that neither {@code ..} nor a symbolic link leads out of it. Special files are never opened. Belongs to one thread.
 */
public final class ContainerRoot implements AutoCloseable {
    private static final long RESOLVE = Posix.RESOLVE_IN_ROOT | Posix.RESOLVE_NO_MAGICLINKS;

    private final Posix posix;
    private final Path directory;
    private final int descriptor;

    private ContainerRoot(Posix posix, Path directory, int descriptor) {
        this.posix = posix;
        this.directory = directory;
        this.descriptor = descriptor;
    }

    /** Opens a root file system, or {@code /proc/PID/root}. */
    public static ContainerRoot open(Posix posix, Path directory) {
        try {
            int descriptor = posix.open(Posix.AT_FDCWD, directory.toString(), Posix.O_PATH | Posix.O_DIRECTORY, 0);
            return new ContainerRoot(posix, directory, descriptor);
        } catch (PosixException e) {
            throw JpodException.host("opening root file system " + directory, e);
        }
    }

    /** The directory on the host. */
    public Path directory() {
        return directory;
    }

    /**
     * A descriptor (O_PATH) of what the name means inside; the caller closes it.
     *
     * @return -1 when there is nothing, or something that cannot be passed through is in the way
     */
    public int lookUp(String path) {
        try {
            return posix.openResolving(descriptor, path, Posix.O_PATH, 0, RESOLVE);
        } catch (PosixException e) {
            if (absent(e.errno())) {
                return -1;
            }
            throw failure("resolving " + path, e);
        }
    }

    /** Type, owner and mode of what the name means inside, links followed; empty when there is nothing. */
    public Optional<FileStatus> status(String path) {
        int found = lookUp(path);
        if (found < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(posix.stat(found, "", Posix.AT_EMPTY_PATH));
        } catch (PosixException e) {
            throw failure("reading " + path, e);
        } finally {
            posix.close(found);
        }
    }

    /**
     * A regular file's content; empty when there is none, when it is another kind of file or larger than the limit.
     */
    public Optional<byte[]> read(String path, int limit) {
        int found = openRegular(path, Posix.O_RDONLY);
        if (found < 0) {
            return Optional.empty();
        }
        try {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            int count = posix.read(found, buffer, 0, buffer.length);
            while (count > 0 && content.size() <= limit) {
                content.write(buffer, 0, count);
                count = posix.read(found, buffer, 0, buffer.length);
            }
            return content.size() > limit ? Optional.empty() : Optional.of(content.toByteArray());
        } catch (PosixException e) {
            throw failure("reading " + path, e);
        } finally {
            posix.close(found);
        }
    }

    /**
     * Adds to the end of a regular file that exists.
     *
     * @return false when there is none, or it is another kind of file
     */
    public boolean append(String path, byte[] content) {
        int found = openRegular(path, Posix.O_WRONLY | Posix.O_APPEND);
        if (found < 0) {
            return false;
        }
        try {
            int done = 0;
            while (done < content.length) {
                done += posix.write(found, content, done, content.length - done);
            }
            return true;
        } catch (PosixException e) {
            throw failure("writing " + path, e);
        } finally {
            posix.close(found);
        }
    }

    /**
     * Makes a directory and those above it where they are missing.
     *
     * @return true when the directory itself was made, with this mode and owner
     * @throws JpodException CONFLICT when something that is not a directory is in the way
     */
    public boolean makeDirectories(String path, int mode, long uid, long gid) {
        StringBuilder sofar = new StringBuilder();
        boolean made = false;
        for (String name : path.split("/")) {
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            String parent = sofar.length() == 0 ? "/" : sofar.toString();
            sofar.append('/').append(name);
            made = step(parent, name, sofar.toString(), mode, uid, gid);
        }
        return made;
    }

    private boolean step(String parent, String name, String whole, int mode, long uid, long gid) {
        Optional<FileStatus> there = status(whole);
        if (there.isPresent()) {
            if (!there.get().isDirectory()) {
                throw new JpodException(
                        ErrorCode.CONFLICT, "creating directory " + whole + " in the container: not a directory");
            }
            return false;
        }
        int above = lookUp(parent);
        try {
            posix.makeDirectory(above, name, mode);
            posix.changeMode(above, name, mode);
            if (uid != 0 || gid != 0) {
                posix.changeOwner(above, name, uid, gid, Posix.AT_SYMLINK_NOFOLLOW);
            }
            return true;
        } catch (PosixException e) {
            throw failure("creating directory " + whole, e);
        } finally {
            if (above >= 0) {
                posix.close(above);
            }
        }
    }

    /** @return -1 when it is absent or not a regular file */
    private int openRegular(String path, int flags) {
        int found = lookUp(path);
        if (found < 0) {
            return -1;
        }
        try {
            if (!posix.stat(found, "", Posix.AT_EMPTY_PATH).isRegular()) {
                return -1;
            }
            return posix.open(Posix.AT_FDCWD, "/proc/self/fd/" + found, flags, 0);
        } catch (PosixException e) {
            if (e.errno() == Errno.EACCES || e.errno() == Errno.EPERM) {
                return -1;
            }
            throw failure("opening " + path, e);
        } finally {
            posix.close(found);
        }
    }

    private static boolean absent(int errno) {
        return errno == Errno.ENOENT
                || errno == Errno.ENOTDIR
                || errno == Errno.ELOOP
                || errno == Errno.EACCES
                || errno == Errno.ENAMETOOLONG;
    }

    private JpodException failure(String operation, PosixException cause) {
        JpodException failure = JpodException.host(operation + " in the container's root " + directory, cause);
        return cause.errno() == Errno.ENOSYS
                ? failure.withRemedy("jpod needs Linux 5.6 or newer (openat2) to look into untrusted images safely")
                : failure;
    }

    @Override
    public void close() {
        posix.close(descriptor);
    }
}
