package io.jpod.image.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An answer; must be closed. */
final class HttpResponse implements AutoCloseable {
    private static final int MAX_ERROR_TEXT = 1 << 16;

    private final int status;
    private final Map<String, List<String>> headers;
    private final InputStream body;
    private final URI uri;

    HttpResponse(int status, Map<String, List<String>> headers, InputStream body, URI uri) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.uri = uri;
    }

    int status() {
        return status;
    }

    boolean succeeded() {
        return status >= 200 && status < 300;
    }

    /** The first value of a header. */
    Optional<String> header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    List<String> headers(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), new ArrayList<>());
    }

    /** Ends where the answer ends; a connection that is cut before is an IOException. */
    InputStream body() {
        return body;
    }

    /** Who answered, after redirects. */
    URI uri() {
        return uri;
    }

    /** The beginning of the body as text, for error messages. */
    String text() {
        try {
            return new String(body.readNBytes(MAX_ERROR_TEXT), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            // The connection is gone; nothing else was asked of it.
        }
    }
}
