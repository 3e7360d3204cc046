package io.jpod.engine.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Space on the disk that is taken while there is some, so that a file of text can be replaced when there is none: the text is written
 * over a spare file of the same directory, which changes places with the one to be replaced. Callers hold the lock of what the
 * file belongs to; readers need none.
 */
final class SpareFile {
    private static final int BLOCK = 4096;
    private static final int GROWTH = 512;

    private final Path file;
    private final Path spare;

    /** @param file the one to be replaced, which may have white space at its end */
    SpareFile(Path file) {
        this.file = file;
        this.spare = file.resolveSibling("." + file.getFileName() + ".spare");
    }

    /** Takes space for a text of this length and somewhat more; nothing when there is none left. */
    void reserve(int length) {
        if (spare.toFile().exists()) {
            return;
        }
        byte[] blank = new byte[(length + GROWTH + BLOCK - 1) / BLOCK * BLOCK];
        Arrays.fill(blank, (byte) ' ');
        try {
            Files.write(spare, blank, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            release();
        }
    }

    /**
     * Replaces the file without taking any space.
     *
     * @return false when there is no spare file, or the text does not fit into it; nothing is changed then
     */
    boolean replace(String text, boolean durable) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(spare, StandardOpenOption.WRITE)) {
            long size = channel.size();
            if (content.length > (size + BLOCK - 1) / BLOCK * BLOCK) {
                return false;
            }
            byte[] padded = Arrays.copyOf(content, (int) Math.max(size, content.length));
            Arrays.fill(padded, content.length, padded.length, (byte) ' ');
            ByteBuffer buffer = ByteBuffer.wrap(padded);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            if (durable) {
                channel.force(true);
            }
        } catch (NoSuchFileException e) {
            return false;
        }
        Path aside = spare.resolveSibling("." + spare.getFileName() + ".old");
        boolean kept = putAside(aside);
        Files.move(spare, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (kept) {
            Files.move(aside, spare, StandardCopyOption.ATOMIC_MOVE);
        }
        if (durable) {
            try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
        return true;
    }

    /** Keeps the old file as the next spare one. */
    private boolean putAside(Path aside) {
        try {
            Files.deleteIfExists(aside);
            Files.createLink(aside, file);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            // The next replacement needs space then.
            return false;
        }
    }

    /** Gives the space back. */
    void release() {
        try {
            Files.deleteIfExists(spare);
        } catch (IOException e) {
            // It goes with its directory.
            return;
        }
    }
}
