package io.jpod.engine.spec;

import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.file.Path;

/**
 * Lets a container whose ids are all foreign to the invoking user reach its root file system: every directory above it must be searchable,
 * also the user's home. Podman does the same.
 */
final class Traversal {
    private static final int SEARCHABLE = 0111;

    private final EngineContext context;

    Traversal(EngineContext context) {
        this.context = context;
    }

    void allow(Path rootfs) {
        Posix posix = context.posix();
        for (Path directory = rootfs.getParent(); directory != null; directory = directory.getParent()) {
            try {
                FileStatus status = posix.stat(Posix.AT_FDCWD, directory.toString(), 0);
                boolean open = (status.mode() & SEARCHABLE) == SEARCHABLE;
                if (!open && status.uid() == 0) {
                    posix.changeMode(Posix.AT_FDCWD, directory.toString(), status.permissions() | SEARCHABLE);
                    if (!directory.startsWith(context.root())) {
                        context.log()
                                .warn("made " + directory
                                        + " searchable for others: the container's users have to pass through it");
                    }
                }
            } catch (PosixException e) {
                throw JpodException.host("making " + directory + " searchable for the container's users", e);
            }
        }
    }
}
