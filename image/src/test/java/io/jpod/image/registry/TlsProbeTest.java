package io.jpod.image.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TlsProbeTest {
    /** Speaks with one client. */
    private interface Server {
        void serve(Socket socket) throws IOException;
    }

    private static boolean probe(Server server) throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
                try (Socket socket = listening.accept()) {
                    server.serve(socket);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (Socket socket = new Socket(listening.getInetAddress(), listening.getLocalPort())) {
                socket.setSoTimeout(2000);
                boolean answer = TlsProbe.answers(socket);
                served.join();
                return answer;
            }
        }
    }

    @Test
    void aServerOfTlsUnderstandsTheHello() throws IOException {
        assertTrue(probe(socket -> {
            SSLContext context;
            try {
                context = SSLContext.getInstance("TLS");
                context.init(null, null, null);
            } catch (java.security.GeneralSecurityException e) {
                throw new IOException(e);
            }
            SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(socket, null, 0, true);
            secure.setUseClientMode(false);
            // It has no certificate; it gets as far as to miss it.
            SSLException missing = assertThrows(SSLException.class, secure::startHandshake);
            assertEquals("no cipher suites in common", missing.getMessage());
        }));
    }

    @Test
    void aServerOfPlainHttpAnswersAtOnce() throws IOException {
        assertFalse(probe(socket -> {
            new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)).readLine();
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }));
    }

    @Test
    void aServerThatHangsUpSpeaksNoTls() throws IOException {
        assertFalse(probe(socket -> assertTrue(socket.getInputStream().read() >= 0)));
    }

    @Test
    void aServerThatSaysNothingIsNotWaitedForLong() throws IOException {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        assertThrows(SocketTimeoutException.class, () -> {
            try {
                probe(socket -> asked.join());
            } finally {
                asked.complete(null);
            }
        });
    }
}
