package io.jpod.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that takes every host for this one: CONNECT, and requests with whole addresses. */
public final class ForwardProxy implements AutoCloseable {
    private final ServerSocket server;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    public ForwardProxy() {
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    /** {@code http://127.0.0.1:PORT}. */
    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** The heads of all requests so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "forward-proxy");
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

    /** One request for each connection: a request that is handed on asks the server to close. */
    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            requests.add(head);
            String[] words = head.split(" ", 3);
            boolean tunnel = words[0].equals("CONNECT");
            URI target = URI.create(tunnel ? "http://" + words[1] : words[1]);
            try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target.getPort())) {
                if (tunnel) {
                    client.getOutputStream().write("HTTP/1.1 200 ok\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                } else {
                    String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
                    String own = words[0] + " " + target.getRawPath() + query + " " + words[2];
                    own = own.replaceFirst("\r\n", "\r\nConnection: close\r\n");
                    upstream.getOutputStream().write(own.getBytes(StandardCharsets.ISO_8859_1));
                }
                Thread there = new Thread(() -> pump(client, upstream), "forward-proxy-there");
                there.setDaemon(true);
                there.start();
                pump(upstream, client);
            }
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

    private static void pump(Socket from, Socket to) {
        byte[] buffer = new byte[1 << 14];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // The other direction ends too.
            return;
        }
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
