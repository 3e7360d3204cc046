package io.jpod.image.transport;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.reference.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * Files of a plain tar, read in place. Links inside the archive are followed by name among its entries; a name that leaves the
 * archive names nothing.
 */
final class ArchiveTree implements FileTree {
    private static final int MAX_ENTRIES = 200_000;
    private static final int MAX_LINKS = 10;

    private final Path file;
    private final Map<String, TarArchiveEntry> entries = new HashMap<>();

    /** @throws JpodException EXTERNAL when it is not a tar */
    ArchiveTree(Path file) throws IOException {
        this.file = file;
        try (TarFile tar = open(file)) {
            if (tar.getEntries().size() > MAX_ENTRIES) {
                throw JpodException.external("archive " + file + " has more than " + MAX_ENTRIES + " entries");
            }
            for (TarArchiveEntry entry : tar.getEntries()) {
                entries.put(normal(entry.getName()), entry);
            }
        }
    }

    private static TarFile open(Path file) throws IOException {
        SeekableByteChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new TarFile(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        } catch (RuntimeException e) {
            channel.close();
            throw new JpodException(ErrorCode.EXTERNAL, "reading archive " + file, e);
        }
    }

    /** Without {@code ./}, doubled slashes and inner {@code ..}; empty when it leaves the root. */
    private static String normal(String name) {
        StringBuilder out = new StringBuilder();
        for (String part : name.split("/")) {
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (part.equals("..")) {
                int slash = out.lastIndexOf("/");
                if (out.length() == 0) {
                    return "";
                }
                out.setLength(Math.max(slash, 0));
                continue;
            }
            if (out.length() > 0) {
                out.append('/');
            }
            out.append(part);
        }
        return out.toString();
    }

    private TarArchiveEntry find(String name) throws IOException {
        String current = normal(name);
        for (int i = 0; i < MAX_LINKS; i++) {
            TarArchiveEntry entry = current.isEmpty() ? null : entries.get(current);
            if (entry == null) {
                throw new NoSuchFileException(name, null, "file does not exist in the archive");
            }
            if (entry.isSymbolicLink()) {
                int slash = current.lastIndexOf('/');
                String base = slash < 0 ? "" : current.substring(0, slash + 1);
                current = entry.getLinkName().startsWith("/") ? "" : normal(base + entry.getLinkName());
            } else if (entry.isLink()) {
                current = normal(entry.getLinkName());
            } else if (entry.isFile()) {
                return entry;
            } else {
                throw JpodException.external("archive " + file + ": " + Digest.printable(name) + " is not a file");
            }
        }
        throw JpodException.external("archive " + file + ": too many links at " + Digest.printable(name));
    }

    @Override
    public boolean contains(String name) {
        try {
            find(name);
            return true;
        } catch (IOException | JpodException e) {
            return false;
        }
    }

    @Override
    public long size(String name) throws IOException {
        return find(name).getRealSize();
    }

    @Override
    public InputStream open(String name) throws IOException {
        TarArchiveEntry entry = find(name);
        TarFile tar = open(file);
        try {
            InputStream in = tar.getInputStream(entry);
            return new FilterInputStream(in) {
                @Override
                public void close() throws IOException {
                    try (tar) {
                        super.close();
                    }
                }
            };
        } catch (IOException | RuntimeException e) {
            tar.close();
            throw e;
        }
    }

    @Override
    public String describe(String name) {
        return name;
    }

    @Override
    public void close() {}
}
