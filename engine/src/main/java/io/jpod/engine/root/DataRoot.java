package io.jpod.engine.root;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.host.HostFacts;
import io.jpod.support.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Where durable state is kept, and whether this jpod understands it. */
public final class DataRoot {
    /** The format of what lies in the data root. */
    static final int FORMAT = 1;

    private static final String FORMAT_FILE = "format";

    private DataRoot() {}

    /** What was asked for, or the usual place of this user. */
    public static Path locate(String given, HostFacts host) {
        if (!given.isEmpty()) {
            return Path.of(given).toAbsolutePath().normalize();
        }
        if (!host.rootless()) {
            return Path.of("/var/lib/jpod");
        }
        String data = host.environment().getOrDefault("XDG_DATA_HOME", "");
        Path base = data.startsWith("/") ? Path.of(data) : host.home().resolve(".local/share");
        return base.resolve("jpod");
    }

    /** Makes a directory that other ids of a container may pass through, and nobody may list. */
    public static void make(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Set<PosixFilePermission> closed = PosixFilePermissions.fromString("rwx--x--x");
                FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(closed);
                Files.createDirectories(directory, mode);
            }
        } catch (IOException e) {
            throw JpodException.host("making directory " + directory, e);
        }
    }

    /** @throws JpodException HOST when a newer jpod has written here */
    public static void checkFormat(Path root) {
        Path file = root.resolve(FORMAT_FILE);
        String text;
        try {
            text = Files.readString(file).trim();
        } catch (NoSuchFileException e) {
            writeFormat(root, file);
            return;
        } catch (IOException e) {
            throw JpodException.host("reading " + file, e);
        }
        if (!text.equals(Integer.toString(FORMAT))) {
            throw new JpodException(
                            ErrorCode.HOST,
                            "data root " + root + " has format " + text + ", this jpod knows formats up to " + FORMAT)
                    .withRemedy("use the newer jpod that wrote it, or another directory with --root");
        }
    }

    private static void writeFormat(Path root, Path file) {
        make(root);
        try {
            AtomicFile.writeDurable(file, FORMAT + "\n");
        } catch (IOException e) {
            throw JpodException.host("writing " + file, e);
        }
    }
}
