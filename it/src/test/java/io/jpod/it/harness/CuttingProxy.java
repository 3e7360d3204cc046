package io.jpod.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Hands connections on to a server, counts what comes back, and cuts a connection that brings more than it may. */
public final class CuttingProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final AtomicLong received = new AtomicLong();
    private volatile long limit = Long.MAX_VALUE;

    /** @param address {@code localhost:PORT} */
    public CuttingProxy(String address) {
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.target = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        daemon(this::accept);
    }

    public String address() {
        return "localhost:" + server.getLocalPort();
    }

    /** From now on a connection brings at most so many bytes. */
    public void limit(long bytes) {
        limit = bytes;
        received.set(0);
    }

    /** Bytes that came back since the limit was set. */
    public long received() {
        return received.get();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (true) {
            try {
                Socket client = server.accept();
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target);
                daemon(() -> pump(client, upstream, Long.MAX_VALUE, new AtomicLong()));
                daemon(() -> pump(upstream, client, limit, received));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void pump(Socket from, Socket to, long most, AtomicLong count) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            long left = most;
            for (int n = in.read(buffer); n >= 0 && left > 0; n = in.read(buffer)) {
                int part = (int) Math.min(n, left);
                out.write(buffer, 0, part);
                count.addAndGet(part);
                left -= part;
            }
        } catch (IOException e) {
            // One side went away.
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
