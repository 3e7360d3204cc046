package io.jpod.image.transport;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.layer.Decompression;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens layouts, archives and directories. */
public final class LocalSources {
    private LocalSources() {}

    /**
     * Opens a place that is no registry.
     *
     * @param scratch where a compressed archive is decompressed to; the caller removes it
     * @param limit how large it may become then
     * @throws JpodException NOT_FOUND, EXTERNAL
     */
    public static ImageSource open(TransportName name, Path scratch, long limit) {
        Path path = Path.of(name.path());
        switch (name.transport()) {
            case "oci":
                return OciLayoutSource.open(
                        new DirectoryTree(path), "oci:" + name.path() + ":" + name.reference(), name.reference());
            case "oci-archive":
                return OciLayoutSource.open(
                        archive(path, scratch, limit), name.transport() + ":" + name.rest(), name.reference());
            case "docker-archive":
                return DockerArchiveSource.open(archive(path, scratch, limit), name.reference());
            case "dir":
                return new DirectorySource(new DirectoryTree(path));
            default:
                throw JpodException.usage("transport " + name.transport() + " is not a local one");
        }
    }

    /**
     * Opens all images of what {@code load} was given.
     *
     * @throws JpodException EXTERNAL in podman's words when it is none of the formats
     */
    public static List<ImageSource> openAll(Path path, Path scratch, long limit) {
        if (!Files.exists(path)) {
            throw JpodException.notFound("stat " + path + ": no such file or directory");
        }
        FileTree tree;
        if (Files.isDirectory(path)) {
            tree = new DirectoryTree(path);
        } else {
            try {
                tree = archive(path, scratch, limit);
            } catch (JpodException e) {
                throw e.code() == ErrorCode.EXTERNAL ? unknownFormat(path) : e;
            }
        }
        if (tree.contains("index.json") && (tree.contains("oci-layout") || !tree.contains("manifest.json"))) {
            return OciLayoutSource.openAll(tree);
        }
        if (tree instanceof ArchiveTree && tree.contains("manifest.json")) {
            return new ArrayList<>(DockerArchiveSource.openAll(tree));
        }
        if (tree.contains("manifest.json")) {
            return List.of(new DirectorySource(tree));
        }
        throw unknownFormat(path);
    }

    private static JpodException unknownFormat(Path path) {
        String message = "payload does not match any of the supported image formats:\n * oci: " + path
                + " has no index.json\n * oci-archive: it has no index.json\n * docker-archive: it has no manifest.json"
                + "\n * dir: " + path + " has no manifest.json";
        return new JpodException(ErrorCode.EXTERNAL, message);
    }

    private static FileTree archive(Path file, Path scratch, long limit) {
        try {
            return new ArchiveTree(plain(file, scratch, limit));
        } catch (NoSuchFileException e) {
            throw JpodException.notFound("open " + file + ": no such file or directory");
        } catch (IOException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "reading archive " + file, e);
        }
    }

    /** The file itself when it is a plain file that can be read in place, else a plain copy. */
    private static Path plain(Path file, Path scratch, long limit) throws IOException {
        if (Files.isDirectory(file)) {
            throw JpodException.usage("read " + file + ": is a directory");
        }
        if (Files.isRegularFile(file)) {
            byte[] head = new byte[8];
            int length;
            try (InputStream in = Files.newInputStream(file)) {
                length = in.readNBytes(head, 0, head.length);
            }
            if (Decompression.of(head, length) == Decompression.NONE) {
                return file;
            }
        }
        Path copy = scratch.resolve("archive-" + System.nanoTime());
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                InputStream plain = Decompression.open(in)) {
            copy(plain, copy, limit);
        }
        return copy;
    }

    private static void copy(InputStream in, Path target, long limit) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = limit;
        try (OutputStream out = Files.newOutputStream(target)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                left -= n;
                if (left < 0) {
                    throw JpodException.external("archive is larger than " + limit + " bytes when decompressed");
                }
                out.write(buffer, 0, n);
            }
        }
    }
}
