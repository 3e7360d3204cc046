package io.jpod.engine.image;

import io.jpod.image.manifest.Sha256;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A registry on a loopback port that can be told to misbehave. Speaks http, closes each connection after its answer. */
final class FakeRegistry implements AutoCloseable {
    /** What the registry asks of its clients. */
    enum Auth {
        NONE,
        BASIC,
        BEARER
    }

    /** A request as it was seen. */
    record Seen(String method, String path, String authorization, String range) {}

    /** An answer that replaces the real one. */
    record Reply(int status, String headers, byte[] body, int cutAt) {
        static Reply status(int status, String body) {
            return new Reply(status, "", body.getBytes(StandardCharsets.UTF_8), -1);
        }
    }

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
    final Map<String, String> types = new ConcurrentHashMap<>();
    volatile Auth auth = Auth.NONE;
    volatile String user = "joe";
    volatile String password = "secret";
    volatile String blobHost = "";
    volatile boolean mounts;
    volatile boolean ranges = true;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
    private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();
    private final ServerSocket server;

    FakeRegistry() {
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::accept, "fake-registry");
        thread.setDaemon(true);
        thread.start();
    }

    String host() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** The next requests whose path contains the text get these answers, one each. */
    void replyTo(String pathPart, Reply... answers) {
        replies.computeIfAbsent(pathPart, p -> new ArrayDeque<>()).addAll(List.of(answers));
    }

    /** Serves a whole layout's blobs and one manifest. */
    void serve(String repository, String tag, byte[] manifest, String type) {
        String digest = Sha256.of(manifest).toString();
        manifests.put(repository + " " + tag, manifest);
        manifests.put(repository + " " + digest, manifest);
        types.put(digest, type);
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> serve(socket), "fake-registry-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String first = line(in);
            if (!first.endsWith(" HTTP/1.1")) {
                // Somebody tries TLS: a plain web server answers with an error.
                socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                return;
            }
            String[] words = first.split(" ");
            Map<String, String> headers = new HashMap<>();
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                int colon = header.indexOf(':');
                headers.put(
                        header.substring(0, colon).toLowerCase(),
                        header.substring(colon + 1).trim());
            }
            byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
            String authorization = headers.getOrDefault("authorization", "");
            seen.add(new Seen(words[0], words[1], authorization, headers.getOrDefault("range", "")));
            write(socket.getOutputStream(), words[0], answer(words[0], words[1], authorization, body, headers));
        } catch (IOException e) {
            // The client went away.
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n' && text.length() < 10_000; c = in.read()) {
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return text.toString();
    }

    private static void write(OutputStream out, String method, Reply reply) throws IOException {
        String head = "HTTP/1.1 " + reply.status() + " X\r\nConnection: close\r\nContent-Length: " + reply.body().length
                + "\r\n" + reply.headers() + "\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        if (!method.equals("HEAD")) {
            out.write(reply.body(), 0, reply.cutAt() < 0 ? reply.body().length : reply.cutAt());
        }
        out.flush();
    }

    private Reply answer(String method, String path, String authorization, byte[] body, Map<String, String> headers) {
        for (Map.Entry<String, Deque<Reply>> planned : replies.entrySet()) {
            if (path.contains(planned.getKey()) && !planned.getValue().isEmpty()) {
                return planned.getValue().poll();
            }
        }
        if (path.startsWith("/token")) {
            return authorization.equals(basic())
                    ? Reply.status(200, "{\"token\":\"good\",\"expires_in\":300}")
                    : Reply.status(401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"no\"}]}");
        }
        if (path.startsWith("/cdn/")) {
            return found(blobs.get(path.substring(5, path.indexOf('?'))), "application/octet-stream");
        }
        boolean allowed = switch (auth) {
            case NONE -> true;
            case BASIC -> authorization.equals(basic());
            case BEARER -> authorization.equals("Bearer good");
        };
        if (!allowed) {
            String challenge = auth == Auth.BASIC
                    ? "Basic realm=\"test\""
                    : "Bearer realm=\"http://" + host() + "/token\",service=\"fake\"";
            return new Reply(
                    401,
                    "WWW-Authenticate: " + challenge + "\r\n",
                    "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"authentication required\"}]}"
                            .getBytes(StandardCharsets.UTF_8),
                    -1);
        }
        return path.equals("/v2/") ? Reply.status(200, "{}") : content(method, path, body, headers);
    }

    private String basic() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private Reply content(String method, String path, byte[] body, Map<String, String> headers) {
        if (path.contains("/blobs/uploads/")) {
            return upload(method, path, body);
        }
        int at = path.indexOf("/manifests/");
        if (at > 0) {
            String key = path.substring(4, at) + " " + path.substring(at + 11);
            if (method.equals("PUT")) {
                serve(path.substring(4, at), path.substring(at + 11), body, headers.get("content-type"));
                return Reply.status(201, "");
            }
            byte[] manifest = manifests.get(key);
            return found(
                    manifest,
                    manifest == null ? "" : types.get(Sha256.of(manifest).toString()));
        }
        if (path.contains("/blobs/")) {
            String digest = path.substring(path.indexOf("/blobs/") + 7);
            if (!blobHost.isEmpty() && blobs.containsKey(digest)) {
                return new Reply(
                        307, "Location: http://" + blobHost + "/cdn/" + digest + "?signed=1\r\n", new byte[0], -1);
            }
            return part(blobs.get(digest), headers.getOrDefault("range", ""));
        }
        if (path.endsWith("/tags/list")) {
            String repository = path.substring(4, path.length() - "/tags/list".length());
            List<String> tags = new ArrayList<>();
            for (String key : manifests.keySet()) {
                if (key.startsWith(repository + " ") && !key.contains(":")) {
                    tags.add("\"" + key.substring(repository.length() + 1) + "\"");
                }
            }
            Collections.sort(tags);
            return Reply.status(200, "{\"tags\":" + tags + "}");
        }
        return found(null, "");
    }

    private Reply upload(String method, String path, byte[] body) {
        String id = path.substring(path.indexOf("/uploads/") + 9);
        if (method.equals("POST")) {
            int mount = path.indexOf("?mount=");
            if (mount > 0) {
                String digest = path.substring(mount + 7, path.indexOf('&')).replace("%3A", ":");
                if (blobs.containsKey(digest) && mounts) {
                    return Reply.status(201, "");
                }
                path = path.substring(0, mount);
            }
            String fresh = "u" + count.incrementAndGet();
            uploads.put(fresh, new ByteArrayOutputStream());
            return new Reply(202, "Location: " + path + fresh + "?_state=x\r\n", new byte[0], -1);
        }
        String name = id.substring(0, id.indexOf('?'));
        if (method.equals("DELETE")) {
            return Reply.status(uploads.remove(name) == null ? 404 : 204, "");
        }
        if (method.equals("PATCH")) {
            uploads.get(name).writeBytes(body);
            return new Reply(202, "Location: " + path + "\r\n", new byte[0], -1);
        }
        uploads.get(name).writeBytes(body);
        byte[] content = uploads.get(name).toByteArray();
        String digest = Sha256.of(content).toString();
        if (!id.contains("digest=" + digest.replace(":", "%3A"))) {
            return Reply.status(400, "{\"errors\":[{\"code\":\"DIGEST_INVALID\",\"message\":\"wrong\"}]}");
        }
        blobs.put(digest, content);
        return Reply.status(201, "");
    }

    private Reply part(byte[] content, String range) {
        if (content == null || range.isEmpty() || !ranges) {
            return found(content, "application/octet-stream");
        }
        int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        return new Reply(
                206,
                "Content-Range: bytes " + from + "-" + (content.length - 1) + "/" + content.length + "\r\n",
                Arrays.copyOfRange(content, from, content.length),
                -1);
    }

    private static Reply found(byte[] content, String type) {
        return content == null
                ? Reply.status(404, "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\"}]}")
                : new Reply(200, "Content-Type: " + type + "\r\n", content, -1);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
