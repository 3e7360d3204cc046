package io.jpod.engine.embed;

import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * JSON documents on a stream of bytes: four bytes of length, highest first, then UTF-8. A request has {@code number} and
 * {@code operation}; its answer the same number, and {@code error} when it failed. Guarded by: writes, itself; reads, one thread.
 */
final class Frames {
    private static final int LARGEST = 1 << 30;

    private final DataInputStream in;
    private final DataOutputStream out;

    Frames(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(out);
    }

    /** The next document, or null at the end of the stream. */
    JsonObject read() throws IOException {
        int length;
        try {
            length = in.readInt();
        } catch (EOFException e) {
            return null;
        }
        if (length < 0 || length > LARGEST) {
            throw new IOException("not a frame: length " + length);
        }
        byte[] bytes = in.readNBytes(length);
        return bytes.length < length ? null : Json.parseObject(bytes);
    }

    void write(JsonObject document) throws IOException {
        byte[] bytes = Json.compact(document).getBytes(StandardCharsets.UTF_8);
        synchronized (this) {
            out.writeInt(bytes.length);
            out.write(bytes);
            out.flush();
        }
    }
}
