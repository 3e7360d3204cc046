package io.jpod.network.slirp;

import io.jpod.api.JpodException;
import io.jpod.api.network.PortMapping;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Speaks to a helper's API socket: one JSON request per connection, the answer ends with it. Immutable. */
final class SlirpSocket {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int LARGEST_ANSWER = 65536;

    private final Posix posix;
    private final Path socket;

    SlirpSocket(Posix posix, Path socket) {
        this.posix = posix;
        this.socket = socket;
    }

    /** Publishes one port. */
    void forward(PortMapping port, int index, String guest) {
        JsonObject arguments = new JsonObject()
                .put("proto", port.protocol())
                .put("host_addr", PublishedPorts.address(port))
                .put("host_port", port.hostPort() + index)
                .put("guest_addr", guest)
                .put("guest_port", port.containerPort() + index);
        String request =
                Json.compact(new JsonObject().put("execute", "add_hostfwd").put("arguments", arguments));
        JsonObject answer;
        try {
            answer = Json.parseObject(exchange(request));
        } catch (PosixException e) {
            throw JpodException.host("publish port " + (port.hostPort() + index) + " through " + socket, e);
        }
        if (answer.has("error")) {
            String reason = answer.getObject("error").getString("desc", "unknown error");
            throw JpodException.external("from slirp4netns while setting up port redirection: " + reason);
        }
    }

    private String exchange(String request) throws PosixException {
        int descriptor = posix.connectStream(socket.toString());
        try {
            byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
            int written = 0;
            while (written < bytes.length) {
                written += posix.write(descriptor, bytes, written, bytes.length - written);
            }
            posix.shutdown(descriptor, 1);
            return answer(descriptor);
        } finally {
            posix.close(descriptor);
        }
    }

    private String answer(int descriptor) throws PosixException {
        byte[] buffer = new byte[LARGEST_ANSWER];
        int length = 0;
        long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (length < buffer.length) {
            int left = (int) ((deadline - System.nanoTime()) / 1_000_000);
            if (left <= 0) {
                throw JpodException.external("slirp4netns did not answer on " + socket);
            }
            if (posix.poll(new int[] {descriptor}, new short[] {Posix.POLLIN}, new short[1], left) > 0) {
                int count = posix.read(descriptor, buffer, length, buffer.length - length);
                if (count == 0) {
                    break;
                }
                length += count;
            }
        }
        return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }
}
