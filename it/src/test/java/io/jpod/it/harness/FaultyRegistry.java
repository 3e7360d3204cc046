package io.jpod.it.harness;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A registry without TLS that serves one OCI layout under any name, and does it wrongly when it is told to. */
public final class FaultyRegistry implements AutoCloseable {
    private static final int TLS_HANDSHAKE = 22;
    private static final int LARGE = 10_000;

    private final ServerSocket server;
    private final Path layout;
    private volatile int status = 200;
    private volatile String fault = "";

    public FaultyRegistry(Path layout) {
        this.layout = layout;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    public String address() {
        return "localhost:" + server.getLocalPort();
    }

    /** What every question for a manifest is answered with from now on. */
    public void status(int code) {
        status = code;
    }

    /** What is wrong with layers from now on: {@code digest}, {@code long}, {@code cut}, or empty for nothing. */
    public void fault(String kind) {
        fault = kind;
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "faulty-registry");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (true) {
            try {
                Socket client = server.accept();
                daemon(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            in.mark(1);
            if (in.read() == TLS_HANDSHAKE) {
                return;
            }
            in.reset();
            String request = head(in);
            OutputStream out = client.getOutputStream();
            out.write(answer(request.split(" ")[1]));
            out.flush();
        } catch (IOException e) {
            // The client notices.
            return;
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("no request");
            }
            text.append((char) c);
        }
        return text.toString();
    }

    private byte[] answer(String path) throws IOException {
        if (path.equals("/v2/")) {
            return reply(200, "application/json", new byte[] {'{', '}'}, 2);
        }
        if (status != 200) {
            return reply(status, "text/plain\r\nRetry-After: 0", new byte[] {'x'}, 1);
        }
        if (path.contains("/manifests/")) {
            String index = Files.readString(layout.resolve("index.json"));
            int at = index.indexOf("sha256:") + "sha256:".length();
            byte[] manifest = blob(index.substring(at, at + 64));
            return reply(200, "application/vnd.oci.image.manifest.v1+json", manifest, manifest.length);
        }
        byte[] bytes = blob(path.substring(path.lastIndexOf(':') + 1));
        int length = bytes.length;
        if (length > LARGE) {
            switch (fault) {
                case "digest" -> bytes[length - 5] ^= 1;
                case "long" -> bytes = Arrays.copyOf(bytes, length + 100);
                case "cut" -> bytes = Arrays.copyOf(bytes, LARGE / 2);
                default -> {}
            }
        }
        return reply(200, "application/octet-stream", bytes, Math.max(length, bytes.length));
    }

    private byte[] blob(String hex) throws IOException {
        return Files.readAllBytes(layout.resolve("blobs/sha256/" + hex));
    }

    private static byte[] reply(int code, String type, byte[] body, int length) {
        byte[] head = ("HTTP/1.1 " + code + " x\r\nConnection: close\r\nContent-Length: " + length
                        + "\r\nContent-Type: " + type + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
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
