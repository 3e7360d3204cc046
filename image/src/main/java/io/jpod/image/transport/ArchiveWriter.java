package io.jpod.image.transport;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Writes a tar whose entries are all alike: owned by root, of time 0. The same input gives the same bytes. */
final class ArchiveWriter implements AutoCloseable {
    private final TarArchiveOutputStream tar;

    ArchiveWriter(Path file) throws IOException {
        this(Files.newOutputStream(file));
    }

    ArchiveWriter(OutputStream out) {
        this.tar = new TarArchiveOutputStream(new BufferedOutputStream(out, 1 << 16), "UTF-8");
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    void directory(String name) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name + "/");
        entry.setMode(040755);
        put(entry);
        tar.closeArchiveEntry();
    }

    void file(String name, long size, ImageDestination.Content content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        entry.setMode(0100444);
        put(entry);
        try (InputStream in = content.open()) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                tar.write(buffer, 0, n);
            }
        }
        tar.closeArchiveEntry();
    }

    private void put(TarArchiveEntry entry) throws IOException {
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
