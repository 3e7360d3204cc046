package io.jpod.support.log;

import io.jpod.support.host.LocalZone;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * The system's log, by the socket of syslog(3) (RFC 3164, section 4): facility {@code user}, and a message's importance as its severity.
 * Thread-safe.
 */
public final class Syslog {
    private static final String[] SOCKETS = {"/dev/log", "/var/run/syslog", "/var/run/log"};
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    private static final int USER = 1 << 3;

    private final Posix posix;
    private final Clock clock;
    private final String[] sockets;
    private final String tag;
    private int socket;

    private Syslog(Posix posix, Clock clock, String[] sockets, int socket) {
        this.posix = posix;
        this.clock = clock;
        this.sockets = sockets;
        this.socket = socket;
        this.tag = " jpod[" + posix.getPid() + "]: ";
    }

    /**
     * Opens it where the system's libraries do.
     *
     * @param clock its zone is the one that times are told in
     * @return empty when nobody listens
     */
    public static Optional<Syslog> open(Posix posix, Clock clock) {
        return open(posix, clock, SOCKETS);
    }

    static Optional<Syslog> open(Posix posix, Clock clock, String... sockets) {
        int socket = connect(posix, sockets);
        return socket < 0 ? Optional.empty() : Optional.of(new Syslog(posix, clock, sockets, socket));
    }

    private static int connect(Posix posix, String... sockets) {
        for (String path : sockets) {
            try {
                return posix.connectDatagram(path);
            } catch (PosixException e) {
                // There may be another one.
                continue;
            }
        }
        return -1;
    }

    /**
     * Sends a message.
     *
     * @return false when nobody takes it any more
     */
    synchronized boolean write(LogLevel importance, String message) {
        String text = "<" + (USER | severity(importance)) + ">" + time() + tag + message;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (socket >= 0 && sent(bytes)) {
            return true;
        }
        // The daemon may have been started anew.
        if (socket >= 0) {
            posix.close(socket);
        }
        socket = connect(posix, sockets);
        return socket >= 0 && sent(bytes);
    }

    private boolean sent(byte[] bytes) {
        try {
            posix.write(socket, bytes, 0, bytes.length);
            return true;
        } catch (PosixException e) {
            return false;
        }
    }

    private static int severity(LogLevel importance) {
        return switch (importance) {
            case TRACE, DEBUG -> 7;
            case INFO -> 6;
            case WARN -> 4;
            case ERROR -> 3;
            case FATAL -> 2;
            case PANIC -> 0;
        };
    }

    private String time() {
        OffsetDateTime now = LocalZone.of(clock).at(clock.instant());
        return MONTHS[now.getMonthValue() - 1] + " " + padded(now.getDayOfMonth(), ' ') + " "
                + padded(now.getHour(), '0') + ":" + padded(now.getMinute(), '0') + ":" + padded(now.getSecond(), '0');
    }

    private static String padded(int number, char with) {
        return number < 10 ? with + Integer.toString(number) : Integer.toString(number);
    }
}
