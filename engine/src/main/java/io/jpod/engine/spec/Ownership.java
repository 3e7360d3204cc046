package io.jpod.engine.spec;

import io.jpod.api.JpodException;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.file.Path;

/** Changes the owner of a tree, for the {@code U} option. Goes by descriptors: a link put in the way leads nowhere. */
final class Ownership {
    private Ownership() {}

    static void give(Posix posix, Path source, long uid, long gid) {
        try {
            FileStatus status = posix.stat(Posix.AT_FDCWD, source.toString(), 0);
            posix.changeOwner(Posix.AT_FDCWD, source.toString(), uid, gid, 0);
            if (status.isDirectory()) {
                int directory = posix.open(Posix.AT_FDCWD, source.toString(), Posix.O_RDONLY | Posix.O_DIRECTORY, 0);
                descend(posix, directory, uid, gid);
            }
        } catch (PosixException e) {
            throw JpodException.host("changing the owner of " + source + " to " + uid + ":" + gid, e);
        }
    }

    private static void descend(Posix posix, int directory, long uid, long gid) throws PosixException {
        try {
            for (String name : posix.list(directory)) {
                posix.changeOwner(directory, name, uid, gid, Posix.AT_SYMLINK_NOFOLLOW);
                if (posix.stat(directory, name, Posix.AT_SYMLINK_NOFOLLOW).isDirectory()) {
                    int flags = Posix.O_RDONLY | Posix.O_DIRECTORY | Posix.O_NOFOLLOW;
                    descend(posix, posix.open(directory, name, flags, 0), uid, gid);
                }
            }
        } finally {
            posix.close(directory);
        }
    }
}
