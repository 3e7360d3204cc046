package io.jpod.image.registry;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Finds out whether a server speaks TLS, by the first bytes of a handshake that is not gone through with. Setting TLS up in
 * earnest takes longer than all the rest of a small transfer, for nothing where a registry turns out to be one without it.
 */
final class TlsProbe {
    /** Content types of the records that a server of TLS may answer with (RFC 8446, 5.1). */
    private static final int ALERT = 21;

    private static final int HANDSHAKE = 22;

    private TlsProbe() {}

    /**
     * Says hello on a fresh connection, which is of no use afterwards.
     *
     * @throws IOException when nothing comes back in the socket's time limit
     */
    static boolean answers(Socket socket) throws IOException {
        socket.getOutputStream().write(hello());
        socket.getOutputStream().flush();
        int first = socket.getInputStream().read();
        return first == HANDSHAKE || first == ALERT;
    }

    /**
     * A ClientHello of TLS 1.2 (RFC 5246, 7.4.1.2). Its random bytes are ends of lines, which make a server of plain HTTP answer
     * at once.
     */
    private static byte[] hello() {
        byte[] suites = {(byte) 0xc0, 0x2f, (byte) 0xc0, 0x2b, (byte) 0xc0, 0x30, (byte) 0xc0, 0x2c, 0, 0x2f};
        byte[] random = "\r\n".repeat(16).getBytes(StandardCharsets.US_ASCII);
        int body = 2 + random.length + 1 + 2 + suites.length + 2;
        byte[] hello = new byte[5 + 4 + body];
        int at = put(hello, 0, HANDSHAKE, 3, 1, 0, 4 + body);
        at = put(hello, at, 1, 0, 0, body);
        at = put(hello, at, 3, 3);
        System.arraycopy(random, 0, hello, at, random.length);
        at = put(hello, at + random.length, 0, 0, suites.length);
        System.arraycopy(suites, 0, hello, at, suites.length);
        put(hello, at + suites.length, 1, 0);
        return hello;
    }

    private static int put(byte[] target, int at, int... values) {
        int next = at;
        for (int value : values) {
            target[next++] = (byte) value;
        }
        return next;
    }
}
