package io.jpod.support.storage;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.storage.LayerId;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.support.tree.TreeRemover;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The directories of a storage driver's layers. Thread-safe; several processes may use one home. */
public final class LayerHome {
    private static final String INCOMPLETE = ".incomplete-";
    private static final String REMOVING = ".removing-";
    private static final String PARENT = "parent";
    private static final String CHILDREN = "children";
    private static final int OPEN_DIRECTORY = Posix.O_RDONLY | Posix.O_DIRECTORY | Posix.O_NOFOLLOW;

    private final Posix posix;
    private final Path data;

    /** @param data the driver's data directory; made when it is missing */
    public LayerHome(Posix posix, Path data) {
        this.posix = posix;
        this.data = data;
        try {
            makeDirectories(data.toString());
        } catch (PosixException e) {
            throw JpodException.host("making storage directory " + data, e);
        }
    }

    private void makeDirectories(String path) throws PosixException {
        try {
            // A container whose root is somebody else passes through on its way to its own root.
            posix.makeDirectory(Posix.AT_FDCWD, path, 0711);
        } catch (PosixException e) {
            if (e.errno() == Errno.ENOENT && path.lastIndexOf('/') > 0) {
                makeDirectories(path.substring(0, path.lastIndexOf('/')));
                makeDirectories(path);
            } else if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
    }

    public Path data() {
        return data;
    }

    public Path directory(LayerId id) {
        return data.resolve(id.value());
    }

    public boolean exists(LayerId id) {
        return exists(directory(id).toString());
    }

    private boolean exists(String path) {
        try {
            posix.stat(Posix.AT_FDCWD, path, Posix.AT_SYMLINK_NOFOLLOW);
            return true;
        } catch (PosixException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw JpodException.host("looking for layer " + path, e);
        }
    }

    /** @throws JpodException NOT_FOUND when the layer does not exist */
    public Path require(LayerId id) {
        if (!exists(id)) {
            throw JpodException.notFound("layer " + id + " does not exist in " + data);
        }
        return directory(id);
    }

    public Optional<LayerId> parent(LayerId id) {
        Optional<String> target = readFact(require(id), PARENT);
        return target.map(text -> new LayerId(text.substring(text.lastIndexOf('/') + 1)));
    }

    /** A small fact in a layer's directory, empty when it was not written. */
    public Optional<String> readFact(Path directory, String name) {
        try {
            return Optional.of(
                    posix.readLink(Posix.AT_FDCWD, directory.resolve(name).toString()));
        } catch (PosixException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw JpodException.host("reading " + directory.resolve(name), e);
        }
    }

    /** Writes a small fact into the directory of an incomplete layer. */
    public void writeFact(Path directory, String name, String value) {
        try {
            posix.symlink(value, Posix.AT_FDCWD, directory.resolve(name).toString());
        } catch (PosixException e) {
            throw JpodException.host("writing " + directory.resolve(name), e);
        }
    }

    public List<LayerId> list() {
        List<LayerId> layers = new ArrayList<>();
        for (String name : names(data.toString())) {
            if (isId(name)) {
                layers.add(new LayerId(name));
            }
        }
        return layers;
    }

    private static boolean isId(String name) {
        boolean good = name.length() == 64;
        for (int i = 0; good && i < 64; i++) {
            char c = name.charAt(i);
            good = c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
        }
        return good;
    }

    private String[] names(String directory) {
        int descriptor = -1;
        try {
            descriptor = posix.open(Posix.AT_FDCWD, directory, OPEN_DIRECTORY, 0);
            return posix.list(descriptor);
        } catch (PosixException e) {
            if (e.errno() == Errno.ENOENT) {
                return new String[0];
            }
            throw JpodException.host("listing " + directory, e);
        } finally {
            if (descriptor >= 0) {
                posix.close(descriptor);
            }
        }
    }

    /**
     * Begins a layer.
     *
     * @throws JpodException CONFLICT when it exists, NOT_FOUND when its parent does not
     */
    public IncompleteLayer begin(LayerId id, Optional<LayerId> parent) {
        if (exists(id)) {
            throw JpodException.conflict("layer " + id + " already exists");
        }
        if (parent.isPresent() && !exists(parent.get())) {
            throw JpodException.notFound("parent layer " + parent.get() + " of layer " + id + " does not exist");
        }
        IncompleteLayer layer = null;
        try {
            while (layer == null) {
                layer = tryBegin(id, parent);
            }
            if (parent.isPresent()) {
                writeFact(layer.directory(), PARENT, "../" + parent.get().value());
                rememberChild(parent.get(), id);
            }
            IncompleteLayer begun = layer;
            layer = null;
            return begun;
        } catch (PosixException e) {
            JpodException failure = JpodException.host("creating layer " + id + " in " + data, e);
            boolean full = e.errno() == Errno.ENOSPC || e.errno() == Errno.EDQUOT;
            throw full ? failure.withRemedy("make room on the file system of " + data) : failure;
        } finally {
            if (layer != null) {
                layer.close();
            }
        }
    }

    /** Null when a sweeper took the new directory for a dead one's, which it may before the lock is taken. */
    private IncompleteLayer tryBegin(LayerId id, Optional<LayerId> parent) throws PosixException {
        Path directory = data.resolve(INCOMPLETE + unique(id));
        posix.makeDirectory(Posix.AT_FDCWD, directory.toString(), 0711);
        int descriptor = lock(directory.toString());
        return descriptor < 0 ? null : new IncompleteLayer(posix, this, id, parent, directory, descriptor);
    }

    private String unique(LayerId id) {
        return id.value() + "-" + posix.getPid() + "-" + Long.toHexString(System.nanoTime());
    }

    /** The locked directory's descriptor, or -1 when somebody else has it or it is gone. */
    private int lock(String directory) throws PosixException {
        int descriptor = -1;
        boolean locked = false;
        try {
            descriptor = posix.open(Posix.AT_FDCWD, directory, OPEN_DIRECTORY, 0);
            posix.flock(descriptor, Posix.LOCK_EX | Posix.LOCK_NB);
            FileStatus status = posix.stat(descriptor, "", Posix.AT_EMPTY_PATH);
            locked = status.links() > 0 && exists(directory);
        } catch (PosixException e) {
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.EAGAIN) {
                throw e;
            }
        } finally {
            if (!locked && descriptor >= 0) {
                posix.close(descriptor);
            }
        }
        return locked ? descriptor : -1;
    }

    private void rememberChild(LayerId parent, LayerId child) throws PosixException {
        Path children = directory(parent).resolve(CHILDREN);
        try {
            posix.makeDirectory(Posix.AT_FDCWD, children.toString(), 0700);
        } catch (PosixException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
        try {
            posix.symlink(
                    "../../" + child.value(),
                    Posix.AT_FDCWD,
                    children.resolve(child.value()).toString());
        } catch (PosixException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
        }
    }

    void forgetChild(LayerId parent, LayerId child) throws PosixException {
        try {
            Path entry = directory(parent).resolve(CHILDREN).resolve(child.value());
            posix.unlink(Posix.AT_FDCWD, entry.toString(), 0);
        } catch (PosixException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }

    /**
     * Removes a layer; no error when there is none.
     *
     * @throws JpodException CONFLICT when another layer stands on it
     */
    public void remove(LayerId id) {
        Path directory = directory(id);
        if (!exists(id)) {
            return;
        }
        refuseChildren(id, directory);
        Optional<LayerId> parent = parent(id);
        Path doomed = data.resolve(REMOVING + unique(id));
        int descriptor = -1;
        try {
            rename(directory, doomed);
            if (names(doomed.resolve(CHILDREN).toString()).length > 0 && hasChildren(doomed)) {
                rename(doomed, directory);
                refuseChildren(id, directory);
            }
            descriptor = lock(doomed.toString());
            if (parent.isPresent()) {
                forgetChild(parent.get(), id);
            }
            new TreeRemover(posix).remove(doomed.toString());
        } catch (PosixException e) {
            throw new JpodException(ErrorCode.HOST, "removing layer " + id, e);
        } finally {
            if (descriptor >= 0) {
                posix.close(descriptor);
            }
        }
    }

    private void rename(Path from, Path to) throws PosixException {
        posix.rename(Posix.AT_FDCWD, from.toString(), Posix.AT_FDCWD, to.toString());
    }

    /** @throws JpodException CONFLICT when another layer stands on it */
    public void refuseChildren(LayerId id) {
        refuseChildren(id, directory(id));
    }

    private void refuseChildren(LayerId id, Path directory) {
        if (hasChildren(directory)) {
            throw JpodException.conflict("layer " + id + " has other layers on top of it");
        }
    }

    /** An entry in {@code children} counts when its layer exists or is being made. */
    private boolean hasChildren(Path directory) {
        String[] children = names(directory.resolve(CHILDREN).toString());
        for (String child : children) {
            if (exists(data.resolve(child).toString())) {
                return true;
            }
        }
        if (children.length == 0) {
            return false;
        }
        for (String name : names(data.toString())) {
            for (String child : children) {
                if (name.startsWith(INCOMPLETE + child) && isOwned(name)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isOwned(String name) {
        String path = data.resolve(name).toString();
        try {
            int descriptor = lock(path);
            if (descriptor >= 0) {
                posix.close(descriptor);
                return false;
            }
            return exists(path);
        } catch (PosixException e) {
            throw JpodException.host("looking at " + path, e);
        }
    }

    /** What a driver has to do with a directory before it is removed. */
    public interface Preparation {
        void prepare(Path directory);
    }

    /** Removes incomplete and half removed layers whose owners are dead. */
    public void sweep(Preparation preparation) {
        for (String name : names(data.toString())) {
            if (name.startsWith(INCOMPLETE) || name.startsWith(REMOVING)) {
                sweep(data.resolve(name), preparation);
            }
        }
    }

    private void sweep(Path path, Preparation preparation) {
        int descriptor = -1;
        try {
            descriptor = lock(path.toString());
            if (descriptor >= 0) {
                preparation.prepare(path);
                new TreeRemover(posix).remove(path.toString());
            }
        } catch (PosixException e) {
            throw JpodException.host("removing leftover " + path, e);
        } finally {
            if (descriptor >= 0) {
                posix.close(descriptor);
            }
        }
    }

    void syncEntries() throws PosixException {
        int descriptor = posix.open(Posix.AT_FDCWD, data.toString(), OPEN_DIRECTORY, 0);
        try {
            posix.fsync(descriptor);
        } finally {
            posix.close(descriptor);
        }
    }
}
