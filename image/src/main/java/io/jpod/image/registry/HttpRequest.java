package io.jpod.image.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One HTTP request; a body is opened anew for each attempt. */
final class HttpRequest {
    /** Opens a body. */
    interface Body {
        InputStream open() throws IOException;
    }

    private final String method;
    private final URI uri;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Body body;
    private long length;

    HttpRequest(String method, URI uri) {
        this.method = method;
        this.uri = uri;
    }

    static HttpRequest get(URI uri) {
        return new HttpRequest("GET", uri);
    }

    HttpRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    HttpRequest body(String contentType, long size, Body content) {
        headers.put("Content-Type", contentType);
        this.body = content;
        this.length = size;
        return this;
    }

    /** The same request to another place, with no credentials. */
    HttpRequest redirected(URI target) {
        HttpRequest copy = new HttpRequest(method, target);
        copy.headers.putAll(headers);
        copy.headers.remove("Authorization");
        copy.body = body;
        copy.length = length;
        return copy;
    }

    String method() {
        return method;
    }

    URI uri() {
        return uri;
    }

    Map<String, String> headers() {
        return headers;
    }

    Body body() {
        return body;
    }

    long length() {
        return length;
    }

    boolean mayHaveBody() {
        return body != null || method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }

    /** For messages, as Go prints it: {@code Get "https://…"}; the query may hold secrets and is left out. */
    String describe() {
        String word = method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT);
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return word + " \"" + uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath() + "\"";
    }
}
