package io.jpod.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * As much of a registry as {@link TrainingRun} needs for a pull and a push: it gives the blobs of an OCI layout, its first manifest
 * under each name, and says of each push that all is there already. On the loopback; it refuses TLS.
 */
final class TrainingRegistry implements AutoCloseable {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final int TLS_HANDSHAKE = 0x16;

    private final Path blobs;
    private final String manifest;
    private final ServerSocket server;

    /** @param layout an OCI layout with one image, or any directory: then there is nothing to pull */
    TrainingRegistry(Path layout) throws IOException {
        this.blobs = layout.resolve("blobs/sha256");
        Path file = layout.resolve("index.json");
        String index = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        int digest = index.indexOf("sha256:") + "sha256:".length();
        this.manifest = index.isEmpty() ? "none" : index.substring(digest, digest + 64);
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "training-registry");
        thread.setDaemon(true);
        thread.start();
    }

    /** {@code HOST:PORT} */
    String address() {
        return "localhost:" + server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                start(server.accept());
            } catch (IOException e) {
                // It is over.
            }
        }
    }

    private void start(Socket socket) {
        Thread thread = new Thread(
                () -> {
                    try (socket) {
                        BufferedReader in = new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                        while (answer(in, socket.getOutputStream())) {
                            // The next request.
                        }
                    } catch (IOException e) {
                        // The client has gone.
                    }
                },
                "training-registry");
        thread.setDaemon(true);
        thread.start();
    }

    /** False when there is nothing to answer any more. */
    private boolean answer(BufferedReader in, OutputStream out) throws IOException {
        int first = in.read();
        if (first < 0 || first == TLS_HANDSHAKE) {
            return false;
        }
        String request = (char) first + in.readLine();
        long length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.regionMatches(true, 0, "Content-Length: ", 0, 16)) {
                length = Long.parseLong(line.substring(16));
            }
        }
        for (long i = 0; i < length; i++) {
            in.read();
        }
        String[] words = request.split(" ");
        String[] path = words[1].split("/");
        String last = path[path.length - 1].replace("sha256:", "");
        boolean ofManifest = words[1].contains("/manifests/");
        Path blob = blobs.resolve(ofManifest && !Files.exists(blobs.resolve(last)) ? manifest : last);
        boolean found = !words[1].contains("/referrers/") && Files.isRegularFile(blob);
        boolean put = words[0].equals("PUT");
        byte[] body = found && !put ? Files.readAllBytes(blob) : new byte[0];
        String status = put ? "201 Created" : found || path.length < 4 ? "200 OK" : "404 Not Found";
        String head = "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length
                + (ofManifest ? "\r\nContent-Type: " + MANIFEST : "") + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        if (words[0].equals("GET")) {
            out.write(body);
        }
        out.flush();
        return true;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
