package io.jpod.engine.container;

import io.jpod.api.JpodException;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Facts about processes from {@code /proc}, robust against reused numbers. Thread-safe. */
final class HostProcesses {
    private static final int FIELD_STATE = 3;
    private static final int FIELD_START = 22;

    private final Posix posix;
    private final Path proc;

    HostProcesses(Posix posix, Path proc) {
        this.posix = posix;
        this.proc = proc;
    }

    /** The id of this boot (random(4)). */
    String bootId() {
        try {
            return read(proc.resolve("sys/kernel/random/boot_id")).trim();
        } catch (IOException e) {
            throw JpodException.host("reading the id of this boot", e);
        }
    }

    /** When a process was started, in clock ticks since boot; 0 when there is none. */
    long startTime(int pid) {
        String value = field(pid, FIELD_START);
        return value.isEmpty() ? 0 : Long.parseLong(value);
    }

    /** True when this very process exists and is no zombie. */
    boolean alive(int pid, long start) {
        if (pid <= 0) {
            return false;
        }
        String state = field(pid, FIELD_STATE);
        return !state.isEmpty() && !state.equals("Z") && !state.equals("X") && (start == 0 || start == startTime(pid));
    }

    /**
     * Waits until a process has ended.
     *
     * @param millis at most so long; negative for ever
     * @return true when it has ended
     */
    boolean awaitEnd(int pid, long start, int millis) {
        int descriptor = -1;
        try {
            descriptor = posix.openProcess(pid);
            if (!alive(pid, start)) {
                return true;
            }
            short[] ready = {0};
            long deadline = System.nanoTime() + millis * 1_000_000L;
            while (true) {
                int left = millis < 0 ? -1 : (int) Math.max(0, (deadline - System.nanoTime() + 999_999) / 1_000_000);
                if (posix.poll(new int[] {descriptor}, new short[] {Posix.POLLIN}, ready, left) > 0) {
                    return true;
                }
                if (left == 0) {
                    return false;
                }
            }
        } catch (PosixException e) {
            return !alive(pid, start);
        } finally {
            if (descriptor >= 0) {
                posix.close(descriptor);
            }
        }
    }

    /** A field of {@code /proc/PID/stat}, counted as proc(5) does; empty when there is no such process. */
    private String field(int pid, int number) {
        String text;
        try {
            text = read(proc.resolve(Integer.toString(pid)).resolve("stat"));
        } catch (IOException e) {
            return "";
        }
        // The second field is the program's name, which may hold anything.
        int at = text.lastIndexOf(')') + 2;
        for (int i = FIELD_STATE; i < number && at > 0; i++) {
            at = text.indexOf(' ', at) + 1;
        }
        int end = at < 2 ? -1 : text.indexOf(' ', at);
        return end < 0 ? "" : text.substring(at, end);
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
