package io.jpod.engine.logs;

import io.jpod.api.JpodException;
import io.jpod.engine.LogRequest;
import io.jpod.engine.LogSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Reads one container's log file from its end, its start or as it grows. A monitor that limits the file's size replaces it by a
 * new one under the same name; following goes on there.
 */
public final class LogReader {
    private static final int CHUNK = 64 * 1024;
    private static final int FOLLOW_MILLIS = 50;

    /** Tells when nothing more can come. */
    @FunctionalInterface
    public interface Ending {
        /** Waits for the container's end, at most this long; true once it has ended. */
        boolean await(int millis);
    }

    private final Path file;

    public LogReader(Path file) {
        this.file = file;
    }

    /**
     * Hands over the records that the request asks for. A file that does not exist holds no records.
     *
     * @param ending asked only when the request follows
     * @throws JpodException HOST when the file cannot be read
     */
    public void read(LogRequest request, LogSink sink, Ending ending) {
        RequestedTimes times = new RequestedTimes(request, sink);
        try {
            Object identity = identity();
            FileChannel channel = open();
            try {
                long position = channel == null ? 0 : request.tail() < 0 ? 0 : tailStart(channel, request.tail());
                boolean ended = !request.follow();
                while (true) {
                    if (channel != null) {
                        position = drain(channel, position, times);
                    }
                    if (ended || times.past()) {
                        break;
                    }
                    ended = ending.await(FOLLOW_MILLIS);
                    if (channel == null || replaced(channel, position, identity)) {
                        if (channel != null) {
                            drain(channel, position, times);
                            channel.close();
                        }
                        identity = identity();
                        channel = open();
                        position = 0;
                    }
                }
            } finally {
                if (channel != null) {
                    channel.close();
                }
            }
        } catch (IOException e) {
            throw JpodException.host("reading log file " + file, e);
        }
    }

    private FileChannel open() throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** True when the name stands for another file now, or this one was cut. */
    private boolean replaced(FileChannel channel, long position, Object identity) throws IOException {
        if (channel.size() < position) {
            return true;
        }
        Object now = identity();
        return now != null && !now.equals(identity);
    }

    /** Device and inode of the file that has the name now; null when there is none. */
    private Object identity() throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static long drain(FileChannel channel, long from, RequestedTimes times) throws IOException {
        byte[] pending = new byte[CHUNK];
        int length = 0;
        long position = from;
        while (!times.past()) {
            if (length == pending.length) {
                byte[] larger = new byte[pending.length * 2];
                System.arraycopy(pending, 0, larger, 0, length);
                pending = larger;
            }
            int count = channel.read(ByteBuffer.wrap(pending, length, pending.length - length), position + length);
            if (count <= 0) {
                return position;
            }
            length += count;
            int start = 0;
            for (int i = length - count; i < length; i++) {
                if (pending[i] == '\n') {
                    times.accept(LogRecord.parse(pending, start, i));
                    start = i + 1;
                }
            }
            System.arraycopy(pending, start, pending, 0, length - start);
            length -= start;
            position += start;
        }
        return position;
    }

    /** Where the last so many lines begin; partial records belong to the line that they begin. */
    private static long tailStart(FileChannel channel, long lines) throws IOException {
        long end = channel.size();
        if (lines == 0) {
            return end;
        }
        long found = 0;
        long recordEnd = end;
        byte[] chunk = new byte[CHUNK];
        for (long chunkEnd = end; chunkEnd > 0; ) {
            int size = (int) Math.min(chunk.length, chunkEnd);
            long chunkStart = chunkEnd - size;
            readFully(channel, chunk, size, chunkStart);
            for (int i = size - 1; i >= 0; i--) {
                long at = chunkStart + i;
                if (chunk[i] != '\n') {
                    continue;
                }
                if (at + 1 < recordEnd && endsLine(channel, at + 1, recordEnd) && ++found > lines) {
                    return recordEnd;
                }
                recordEnd = at + 1;
            }
            chunkEnd = chunkStart;
        }
        return endsLine(channel, 0, recordEnd) && found + 1 > lines ? recordEnd : 0;
    }

    private static boolean endsLine(FileChannel channel, long start, long end) throws IOException {
        int size = (int) Math.min(end - start, 80);
        byte[] head = new byte[size];
        readFully(channel, head, size, start);
        return LogRecord.endsLine(head, 0, size);
    }

    private static void readFully(FileChannel channel, byte[] into, int size, long position) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, 0, size);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                return;
            }
        }
    }
}
