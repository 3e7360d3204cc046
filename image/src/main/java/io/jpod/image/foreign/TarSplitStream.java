package io.jpod.image.foreign;

import io.jpod.api.JpodException;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/**
 * A layer's tar, put together again: one JSON object in each line is either a piece of the tar as it was ({@code type} 2), or stands
 * for a file's content ({@code type} 1), which is read from the layer's files. Whoever reads it checks the digest.
 */
final class TarSplitStream extends InputStream {
    private static final int CONTENT = 1;
    private static final int PIECE = 2;

    private final Posix posix;
    private final Path source;
    private final BufferedReader lines;
    private final int root;
    private byte[] piece = new byte[0];
    private int at;
    private String name = "";
    private int file = -1;
    private long left;
    private boolean closed;

    TarSplitStream(Posix posix, Path split, Path files) throws IOException {
        this.posix = posix;
        this.source = split;
        if (!Files.isRegularFile(split)) {
            throw JpodException.external("open " + split + ": no such file or directory")
                    .withRemedy("save the image with the engine that it belongs to, and load it");
        }
        this.lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(split), 1 << 16), StandardCharsets.UTF_8));
        boolean opened = false;
        try {
            this.root = posix.open(Posix.AT_FDCWD, files.toString(), Posix.O_RDONLY | Posix.O_DIRECTORY, 0);
            opened = true;
        } finally {
            if (!opened) {
                lines.close();
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (at == piece.length && left == 0) {
            closeFile();
            if (!next()) {
                return -1;
            }
        }
        if (at < piece.length) {
            int n = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, buffer, offset, n);
            at += n;
            return n;
        }
        int n = posix.read(file, buffer, offset, (int) Math.min(length, left));
        if (n == 0) {
            throw new IOException(name + " is shorter than it was, by " + left + " bytes");
        }
        left -= n;
        return n;
    }

    /** False at the end. */
    private boolean next() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            return false;
        }
        JsonObject entry = Json.parseObject(line);
        switch (entry.getInt("type", 0)) {
            case PIECE:
                piece = decode(entry.getString("payload", ""));
                at = 0;
                return true;
            case CONTENT:
                left = entry.getLong("size", 0);
                if (left > 0) {
                    open(entry);
                }
                return true;
            default:
                throw new IOException(source + " has an entry of an unknown kind");
        }
    }

    private byte[] decode(String text) throws IOException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IOException(source + " is damaged", e);
        }
    }

    /** What the image calls its files leads nowhere but into the layer. */
    private void open(JsonObject entry) throws IOException {
        name = entry.getString("name", "");
        if (name.isEmpty()) {
            name = raw(decode(entry.getString("name_raw", "")));
        }
        try {
            file = posix.openResolving(
                    root, name, Posix.O_RDONLY | Posix.O_NOFOLLOW | Posix.O_NONBLOCK, 0, Posix.RESOLVE_IN_ROOT);
        } catch (PosixException e) {
            throw new IOException("open " + name + " of layer " + source.getFileName(), e);
        }
    }

    /** Bytes that are no UTF-8, as system calls take them. */
    private static String raw(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        for (byte value : bytes) {
            out.append(value >= 0 ? (char) value : (char) (0xdc00 + (value & 0xff)));
        }
        return out.toString();
    }

    private void closeFile() {
        if (file >= 0) {
            posix.close(file);
            file = -1;
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            closeFile();
            posix.close(root);
            lines.close();
        }
    }
}
