package io.jpod.support.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
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
        Path temporary = create(directory, file.getFileName().toString(), content, sync);
        try {
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

    /** Two writers may meet at one moment; a process id would tell them apart, and costs more than another attempt. */
    private static Path create(Path directory, String name, byte[] content, boolean sync) throws IOException {
        while (true) {
            Path temporary = directory.resolve("." + name + "." + Long.toHexString(System.nanoTime()) + ".tmp");
            FileChannel channel;
            try {
                channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (FileAlreadyExistsException e) {
                continue;
            }
            try (channel) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                if (sync) {
                    channel.force(true);
                }
                return temporary;
            } catch (IOException e) {
                Files.deleteIfExists(temporary);
                throw e;
            }
        }
    }
}
