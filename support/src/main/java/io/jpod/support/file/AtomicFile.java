package io.jpod.support.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Replaces files by writing beside them and renaming. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes data that must survive a power cut: file and directory are synced. */
    public static void writeDurable(Path file, byte[] content) throws IOException {
        write(file, content, true);
    }

    /** Writes data of the runtime root, which a reboot removes anyway: no sync. */
    public static void writeVolatile(Path file, byte[] content) throws IOException {
        write(file, content, false);
    }

    /** As {@link #writeDurable(Path, byte[])}, in UTF-8. */
    public static void writeDurable(Path file, String content) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8), true);
    }

    /** As {@link #writeVolatile(Path, byte[])}, in UTF-8. */
    public static void writeVolatile(Path file, String content) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8), false);
    }

    private static void write(Path file, byte[] content, boolean sync) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        String suffix = Long.toHexString(ProcessHandle.current().pid()) + "-" + Long.toHexString(System.nanoTime());
        Path temporary = directory.resolve("." + file.getFileName() + "." + suffix + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                if (sync) {
                    channel.force(true);
                }
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        if (sync) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
