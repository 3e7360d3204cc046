package io.jpod.support.storage;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.storage.LayerId;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.support.tree.TreeRemover;
import java.nio.file.Path;
import java.util.Optional;

/** The directory of a layer that is being made. Belongs to one thread. */
public final class IncompleteLayer implements AutoCloseable {
    private final Posix posix;
    private final LayerHome home;
    private final LayerId id;
    private final Optional<LayerId> parent;
    private final Path directory;
    /** Holds the lock that says that the owner lives. */
    private int descriptor;

    private boolean committed;

    IncompleteLayer(Posix posix, LayerHome home, LayerId id, Optional<LayerId> parent, Path directory, int descriptor) {
        this.posix = posix;
        this.home = home;
        this.id = id;
        this.parent = parent;
        this.directory = directory;
        this.descriptor = descriptor;
    }

    public Path directory() {
        return directory;
    }

    /** True when a directory in this one holds nothing. */
    public boolean isEmpty(String name) {
        int opened = -1;
        try {
            opened = posix.open(descriptor, name, Posix.O_RDONLY | Posix.O_DIRECTORY | Posix.O_NOFOLLOW, 0);
            return posix.list(opened).length == 0;
        } catch (PosixException e) {
            throw JpodException.host("listing " + directory.resolve(name), e);
        } finally {
            if (opened >= 0) {
                posix.close(opened);
            }
        }
    }

    /**
     * Gives the directory its final name.
     *
     * @param sync true when its data must be on disk before; false when it holds nothing that is worth waiting
     * @throws JpodException CONFLICT when the layer exists by now, NOT_FOUND when its parent is gone by now
     */
    public void commit(boolean sync) {
        try {
            if (sync) {
                posix.syncFileSystem(descriptor);
            }
            posix.rename(
                    Posix.AT_FDCWD,
                    directory.toString(),
                    Posix.AT_FDCWD,
                    home.directory(id).toString());
            committed = true;
            if (sync) {
                home.syncEntries();
            }
        } catch (PosixException e) {
            if (e.errno() == Errno.EEXIST || e.errno() == Errno.ENOTEMPTY) {
                throw new JpodException(ErrorCode.CONFLICT, "layer " + id + " already exists", e);
            }
            throw JpodException.host("committing layer " + id, e);
        }
        if (parent.isPresent() && !home.exists(parent.get())) {
            home.remove(id);
            throw JpodException.notFound("parent layer " + parent.get() + " of layer " + id + " does not exist");
        }
    }

    /** Removes the directory unless it was committed. */
    @Override
    public void close() {
        if (descriptor < 0) {
            return;
        }
        try {
            if (!committed) {
                new TreeRemover(posix).remove(directory.toString());
                if (parent.isPresent() && !home.exists(id)) {
                    home.forgetChild(parent.get(), id);
                }
            }
        } catch (PosixException e) {
            throw JpodException.host("removing incomplete layer " + directory, e);
        } finally {
            posix.close(descriptor);
            descriptor = -1;
        }
    }
}
