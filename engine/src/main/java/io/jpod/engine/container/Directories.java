package io.jpod.engine.container;

import io.jpod.api.JpodException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Trees of jpod's own small files. */
final class Directories {
    private Directories() {}

    /** Deletes a tree without following links; what is not there, or goes meanwhile, is no error. */
    static void delete(Path path) {
        try {
            deleteAll(path);
        } catch (IOException e) {
            throw JpodException.host("deleting " + path, e);
        }
    }

    private static void deleteAll(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                for (Path entry : entries) {
                    deleteAll(entry);
                }
            } catch (NoSuchFileException e) {
                return;
            }
        }
        Files.deleteIfExists(path);
    }
}
