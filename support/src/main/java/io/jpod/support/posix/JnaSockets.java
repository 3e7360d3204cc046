package io.jpod.support.posix;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Sockets of {@link JnaPosix}. */
final class JnaSockets {
    private static final short AF_UNIX = 1;
    private static final short AF_INET = 2;
    private static final short AF_INET6 = 10;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;
    private static final int UNIX_PATH_SIZE = 108;

    private final JnaCalls libc;

    JnaSockets(JnaCalls libc) {
        this.libc = libc;
    }

    /** A name that does not fit into an address is opened, and the address names the descriptor. */
    int connect(Posix posix, String path, int kind) throws PosixException {
        byte[] name = ByteStrings.encode(path, "connect");
        int handle = -1;
        if (name.length > UNIX_PATH_SIZE) {
            handle = posix.open(Posix.AT_FDCWD, path, Posix.O_PATH, 0);
            name = ByteStrings.encode("/proc/self/fd/" + handle, "connect");
        }
        try {
            int type = kind | SOCK_CLOEXEC;
            int socket = JnaPosix.check(libc.call("socket", (int) AF_UNIX, type, 0), "socket", path);
            byte[] address = ByteBuffer.allocate(2 + UNIX_PATH_SIZE)
                    .order(ByteOrder.nativeOrder())
                    .putShort(AF_UNIX)
                    .put(name)
                    .array();
            int result = libc.retry("connect", socket, address, address.length);
            if (result < 0) {
                posix.close(socket);
            }
            JnaPosix.check(result, "connect", path);
            return socket;
        } finally {
            if (handle >= 0) {
                posix.close(handle);
            }
        }
    }

    int bindPort(Posix posix, byte[] host, int port, boolean datagram) throws PosixException {
        if (host.length != 4 && host.length != 16) {
            throw new PosixException("bind", Integer.toString(port), Errno.EINVAL);
        }
        boolean six = host.length == 16;
        ByteBuffer address = ByteBuffer.allocate(six ? 28 : 16).order(ByteOrder.nativeOrder());
        address.putShort(six ? AF_INET6 : AF_INET);
        address.order(ByteOrder.BIG_ENDIAN).putShort((short) port);
        if (six) {
            address.putInt(0);
        }
        address.put(host);
        int type = (datagram ? Posix.SOCK_DGRAM : Posix.SOCK_STREAM) | SOCK_CLOEXEC;
        int socket = libc.call("socket", (int) (six ? AF_INET6 : AF_INET), type, 0);
        JnaPosix.check(socket, "bind", Integer.toString(port));
        int[] on = {1};
        if (six) {
            libc.call("setsockopt", socket, IPPROTO_IPV6, IPV6_V6ONLY, on, 4);
        }
        if (!datagram) {
            libc.call("setsockopt", socket, SOL_SOCKET, SO_REUSEADDR, on, 4);
        }
        int result = libc.call("bind", socket, address.array(), address.capacity());
        if (result == 0 && !datagram) {
            result = libc.call("listen", socket, 1);
        }
        if (result < 0) {
            posix.close(socket);
        }
        JnaPosix.check(result, "bind", Integer.toString(port));
        return socket;
    }

    int localPort(int descriptor) throws PosixException {
        byte[] address = new byte[28];
        JnaPosix.check(
                libc.call("getsockname", descriptor, address, new int[] {address.length}), "getsockname", descriptor);
        return (address[2] & 0xff) << 8 | address[3] & 0xff;
    }
}
