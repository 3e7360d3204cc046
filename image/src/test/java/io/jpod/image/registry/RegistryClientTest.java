package io.jpod.image.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.image.reference.ImageReference;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryClientTest {
    private static final int TLS_HANDSHAKE = 0x16;

    private final List<String> spoken = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private volatile String answer = "";

    @BeforeEach
    void serve() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::answers);
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void end() throws IOException {
        server.close();
    }

    private void answers() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                byte[] start = new byte[4096];
                int length = socket.getInputStream().read(start);
                boolean plain = length < 1 || start[0] != TLS_HANDSHAKE;
                spoken.add(plain ? "http" : "https");
                if (plain) {
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                }
            } catch (IOException e) {
                // The next one.
            }
        }
    }

    private RegistryClient client(boolean insecure) {
        ImageReference reference = ImageReference.parse("127.0.0.1:" + server.getLocalPort() + "/some:1");
        return new RegistryClient(
                reference, new RegistryAccess(insecure, List.of(), Optional.empty(), Map.of()), Clock.systemUTC());
    }

    @Test
    void anInsecureRegistryIsAskedWithoutTlsFirst() {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        try (RegistryClient client = client(true)) {
            assertEquals("http", client.uri("tags/list").getScheme());
        }
        assertEquals(List.of("http"), spoken);
    }

    @Test
    void tlsIsTriedWhereHttpIsRefused() {
        answer = "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";
        try (RegistryClient client = client(true)) {
            JpodException failure = assertThrows(JpodException.class, () -> client.uri("tags/list"));
            assertTrue(failure.getMessage().contains("pinging container registry"), failure.getMessage());
        }
        assertEquals(List.of("http", "https"), spoken);
    }

    @Test
    void aSecureRegistryIsNeverAskedWithoutTls() {
        answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        try (RegistryClient client = client(false)) {
            assertThrows(JpodException.class, () -> client.uri("tags/list"));
        }
        assertEquals(List.of("https"), spoken);
    }
}
