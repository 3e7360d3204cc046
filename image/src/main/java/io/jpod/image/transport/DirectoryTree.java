package io.jpod.image.transport;

import io.jpod.api.JpodException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files of a directory; links that lead out of it are refused, and so is what is no regular file. */
final class DirectoryTree implements FileTree {
    private final Path root;

    DirectoryTree(Path root) {
        this.root = root;
    }

    @Override
    public boolean contains(String name) {
        return Files.isRegularFile(root.resolve(name));
    }

    @Override
    public long size(String name) throws IOException {
        return Files.size(checked(name));
    }

    @Override
    public InputStream open(String name) throws IOException {
        return Files.newInputStream(checked(name));
    }

    private Path checked(String name) throws IOException {
        Path file = root.resolve(name);
        Path real;
        try {
            real = file.toRealPath();
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(file.toString());
        }
        if (!real.startsWith(root.toRealPath())) {
            throw JpodException.external("open " + file + ": it leads out of the image's directory");
        }
        if (!Files.isRegularFile(real)) {
            throw JpodException.external("open " + file + ": not a regular file");
        }
        return real;
    }

    @Override
    public String describe(String name) {
        return root.resolve(name).toString();
    }

    @Override
    public void close() {}
}
