package io.jpod.support.layer;

import io.jpod.api.JpodException;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Compares an unpacked layer with its tar: every name that the tar leaves must be there with its type and size. */
public final class LayerAudit {
    private static final int OPEN_DIRECTORY = Posix.O_RDONLY | Posix.O_DIRECTORY | Posix.O_NOFOLLOW;

    private final Posix posix;

    public LayerAudit(Posix posix) {
        this.posix = posix;
    }

    private record Expected(char type, long size) {}

    /**
     * The first difference, in a few words.
     *
     * @param tar plain; read to its end
     * @param files what the layer itself holds, or all that it shows
     */
    public Optional<String> compare(InputStream tar, Path files) throws IOException {
        Map<String, Expected> expected = expected(tar);
        int root = posix.open(Posix.AT_FDCWD, files.toString(), OPEN_DIRECTORY, 0);
        try {
            for (Map.Entry<String, Expected> entry : expected.entrySet()) {
                String problem = problem(root, entry.getKey(), entry.getValue());
                if (!problem.isEmpty()) {
                    return Optional.of(LayerPath.printable(entry.getKey()) + " " + problem);
                }
            }
            return Optional.empty();
        } finally {
            posix.close(root);
        }
    }

    /** By name, the last entry of a name; what replaces a directory takes all below it away. */
    private static Map<String, Expected> expected(InputStream tar) throws IOException {
        Map<String, Expected> result = new HashMap<>();
        TarReader reader = new TarReader(tar);
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            String path;
            try {
                path = LayerPath.normalize(entry.name);
            } catch (JpodException e) {
                continue;
            }
            if (path.isEmpty() || LayerPath.name(path).startsWith(LayerDeletions.PREFIX)) {
                continue;
            }
            Expected before = result.put(path, new Expected(entry.type, entry.size));
            if (before != null && before.type == TarEntry.DIRECTORY && entry.type != TarEntry.DIRECTORY) {
                result.keySet().removeIf(name -> name.startsWith(path + "/"));
            }
        }
        return result;
    }

    private String problem(int root, String path, Expected expected) throws PosixException {
        FileStatus status;
        try {
            int parent = posix.openResolving(
                    root,
                    LayerPath.parent(path).isEmpty() ? "." : LayerPath.parent(path),
                    OPEN_DIRECTORY,
                    0,
                    Posix.RESOLVE_NO_SYMLINKS | Posix.RESOLVE_BENEATH);
            try {
                status = posix.stat(parent, LayerPath.name(path), Posix.AT_SYMLINK_NOFOLLOW);
            } finally {
                posix.close(parent);
            }
        } catch (PosixException e) {
            if (e.errno() == Errno.ELOOP || e.errno() == Errno.ENOTDIR) {
                // Led through a link when it was unpacked: it lies elsewhere.
                return "";
            }
            return e.errno() == Errno.ENOENT && !mayBeMissing(expected) ? "is missing" : "";
        }
        return switch (expected.type) {
            case TarEntry.REGULAR ->
                status.type() != FileStatus.S_IFREG
                        ? "is no file"
                        : status.size() != expected.size
                                ? "has " + status.size() + " bytes instead of " + expected.size
                                : "";
            case TarEntry.DIRECTORY -> status.isDirectory() ? "" : "is no directory";
            case TarEntry.SYMLINK -> status.isSymlink() ? "" : "is no symbolic link";
            default -> "";
        };
    }

    /** Device nodes are left out where nobody may make them. */
    private static boolean mayBeMissing(Expected expected) {
        return expected.type == TarEntry.CHARACTER_DEVICE || expected.type == TarEntry.BLOCK_DEVICE;
    }
}
