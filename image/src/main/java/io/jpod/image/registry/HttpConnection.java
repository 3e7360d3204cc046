package io.jpod.image.registry;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;

/** HTTP/1.1 (RFC 9112) on one socket, one exchange at a time. */
final class HttpConnection {
    /** What becomes of a connection after an exchange. */
    interface Release {
        void done(HttpConnection connection, boolean reusable);
    }

    private static final int MAX_LINE = 1 << 16;
    private static final int MAX_HEADERS = 200;
    private static final int BUFFER = 1 << 16;

    private final Closeable line;
    private final InputStream in;
    private final OutputStream out;

    HttpConnection(Socket socket) throws IOException {
        this(socket, socket.getInputStream(), socket.getOutputStream());
    }

    /** @param line what is closed in the end */
    HttpConnection(Closeable line, InputStream in, OutputStream out) {
        this.line = line;
        this.in = new BufferedInputStream(in, BUFFER);
        this.out = new BufferedOutputStream(out, BUFFER);
    }

    void close() {
        try {
            line.close();
        } catch (IOException e) {
            // It is of no use any more.
        }
    }

    /** @param target what stands in the request line: a path, or the whole address for a proxy */
    HttpResponse exchange(HttpRequest request, String target, Release release) throws IOException {
        try {
            send(request, target);
        } catch (SocketException e) {
            // A server that refuses a body may answer before it has read all of it.
            if (!answered() || request.body() == null) {
                throw e;
            }
        }
        while (true) {
            String statusLine = line();
            int status = status(statusLine);
            Map<String, List<String>> headers = headers();
            if (status >= 100 && status < 200) {
                continue;
            }
            boolean keep = statusLine.startsWith("HTTP/1.1") && !has(headers, "connection", "close");
            return response(request, status, headers, keep, release);
        }
    }

    /**
     * Whether something came back on a connection that takes no more.
     *
     * @throws SSLException when an alert of TLS did, which tells the reason
     */
    private boolean answered() throws SSLException {
        try {
            in.mark(1);
            boolean some = in.read() >= 0;
            in.reset();
            return some;
        } catch (SSLException e) {
            throw e;
        } catch (IOException e) {
            return false;
        }
    }

    private void send(HttpRequest request, String target) throws IOException {
        StringBuilder head = new StringBuilder(request.method())
                .append(' ')
                .append(target)
                .append(" HTTP/1.1\r\nHost: ")
                .append(hostHeader(request.uri()))
                .append("\r\n");
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            if (header.getValue().indexOf('\n') >= 0 || header.getValue().indexOf('\r') >= 0) {
                throw new IOException("header " + header.getKey() + " holds a line break");
            }
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        if (request.mayHaveBody()) {
            head.append("Content-Length: ")
                    .append(request.body() == null ? 0 : request.length())
                    .append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (request.body() != null) {
            try (InputStream content = request.body().open()) {
                long sent = content.transferTo(out);
                if (sent != request.length()) {
                    throw new IOException("body has " + sent + " bytes, not " + request.length());
                }
            }
        }
        out.flush();
    }

    static String hostHeader(URI uri) {
        return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    private static int status(String line) throws IOException {
        if (line.startsWith("HTTP/1.") && line.length() >= 12 && line.charAt(8) == ' ') {
            try {
                return Integer.parseInt(line.substring(9, 12));
            } catch (NumberFormatException e) {
                // Reported below.
            }
        }
        throw new IOException("malformed HTTP response");
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        for (int i = 0; i < MAX_HEADERS; i++) {
            String line = line();
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(line.substring(colon + 1).trim());
            }
        }
        throw new IOException("HTTP response has too many headers");
    }

    private static boolean has(Map<String, List<String>> headers, String name, String value) {
        for (String line : headers.getOrDefault(name, List.of())) {
            if (line.toLowerCase(Locale.ROOT).contains(value)) {
                return true;
            }
        }
        return false;
    }

    private String line() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("EOF");
            }
            if (text.length() >= MAX_LINE) {
                throw new IOException("HTTP response has a line without end");
            }
            text.append((char) c);
        }
        int end = text.length();
        return text.substring(0, end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    private HttpResponse response(
            HttpRequest request, int status, Map<String, List<String>> headers, boolean keep, Release release)
            throws IOException {
        InputStream body;
        if (request.method().equals("HEAD") || status == 204 || status == 304) {
            body = new Body(this, 0, keep, release);
        } else if (has(headers, "transfer-encoding", "chunked")) {
            body = new Body(this, -1, keep, release);
        } else if (headers.containsKey("content-length")) {
            body = new Body(this, length(headers.get("content-length").get(0)), keep, release);
        } else {
            body = new Body(this, Long.MAX_VALUE, false, release);
        }
        return new HttpResponse(status, headers, body, request.uri());
    }

    private static long length(String text) throws IOException {
        try {
            long length = Long.parseLong(text);
            if (length >= 0) {
                return length;
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw new IOException("HTTP response has an invalid length");
    }

    /** The body of an answer: of a known length, chunked (-1), or up to the end of the connection (MAX_VALUE). */
    private static final class Body extends InputStream {
        private final HttpConnection connection;
        private final boolean keep;
        private final Release release;
        private final boolean chunked;
        private final boolean untilClose;
        private long remaining;
        private boolean ended;
        private boolean released;

        Body(HttpConnection connection, long length, boolean keep, Release release) {
            this.connection = connection;
            this.keep = keep;
            this.release = release;
            this.chunked = length < 0;
            this.untilClose = length == Long.MAX_VALUE;
            this.remaining = chunked ? 0 : length;
            this.ended = length == 0;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (released) {
                throw new IOException("stream closed");
            }
            try {
                return next(buffer, offset, length);
            } catch (SocketException | SocketTimeoutException | SSLException | EOFException e) {
                throw new TemporaryFailure(e.getMessage(), null);
            }
        }

        private int next(byte[] buffer, int offset, int length) throws IOException {
            if (chunked && !ended && remaining == 0) {
                nextChunk();
            }
            if (ended || length == 0) {
                return ended ? -1 : 0;
            }
            int n = connection.in.read(buffer, offset, (int) Math.min(length, remaining));
            if (n < 0) {
                if (untilClose) {
                    ended = true;
                    return -1;
                }
                throw new TemporaryFailure("unexpected EOF", null);
            }
            remaining -= n;
            if (remaining == 0) {
                if (chunked) {
                    connection.line();
                } else {
                    ended = true;
                }
            }
            return n;
        }

        private void nextChunk() throws IOException {
            String line = connection.line();
            int end = line.indexOf(';');
            try {
                remaining = Long.parseLong((end < 0 ? line : line.substring(0, end)).trim(), 16);
            } catch (NumberFormatException e) {
                throw new IOException("malformed chunk", e);
            }
            if (remaining < 0) {
                throw new IOException("malformed chunk");
            }
            if (remaining == 0) {
                connection.headers();
                ended = true;
            }
        }

        @Override
        public void close() {
            if (!released) {
                released = true;
                release.done(connection, keep && ended);
            }
        }
    }
}
