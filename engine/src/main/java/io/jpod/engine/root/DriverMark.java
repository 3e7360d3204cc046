package io.jpod.engine.root;

import io.jpod.api.JpodException;
import io.jpod.support.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** {@code driver}: the storage driver that a data root's layers belong to. Layers of two drivers cannot be told apart by their users. */
public final class DriverMark {
    private final Path file;

    /** @param root the data root */
    public DriverMark(Path root) {
        this.file = root.resolve("driver");
    }

    /** The driver's id; empty when none was opened yet. */
    public String read() {
        try {
            return Files.readString(file).trim();
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw JpodException.host("reading " + file, e);
        }
    }

    /** Records the driver when it is first opened. */
    public void keep(String id) {
        if (read().isEmpty()) {
            try {
                AtomicFile.writeDurable(file, id + "\n");
            } catch (IOException e) {
                throw JpodException.host("writing " + file, e);
            }
        }
    }
}
