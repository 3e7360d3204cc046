package io.jpod.support.companion;

import io.jpod.api.Log;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A running program, told from any other process by its name and the moment of its start. Immutable. */
public final class Companion {
    private static final int SIGKILL = 9;
    private static final int PATIENCE_MILLIS = 10_000;

    private final Posix posix;
    private final int pid;
    private final String start;

    /** One that {@link #start()} was written down of. */
    public Companion(Posix posix, int pid, String start) {
        this.posix = posix;
        this.pid = pid;
        this.start = start;
    }

    /** The process that has this id now. */
    public static Companion of(Posix posix, int pid) {
        return new Companion(posix, pid, startOf(pid));
    }

    public int pid() {
        return pid;
    }

    /** Name and start in clock ticks after boot; empty when the process was gone already. */
    public String start() {
        return start;
    }

    /** Name and moment: fields 2 and 22 of {@code /proc/PID/stat}; the name stands in brackets and may hold anything. */
    private static String startOf(int pid) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc/" + pid + "/stat"));
            String stat = new String(bytes, StandardCharsets.ISO_8859_1);
            int name = stat.indexOf('(');
            int at = stat.lastIndexOf(')') + 1;
            String program = stat.substring(name, at);
            for (int field = 3; field <= 22; field++) {
                at = stat.indexOf(' ', at) + 1;
            }
            return program + " " + stat.substring(at, stat.indexOf(' ', at));
        } catch (IOException e) {
            return "";
        }
    }

    /** Kills it and waits until it is gone, so that its ports are free; does nothing when it is gone already. */
    public void end(Log log) {
        if (start.isEmpty() || pid <= 1) {
            return;
        }
        int handle = -1;
        try {
            handle = posix.openProcess(pid);
            if (startOf(pid).equals(start)) {
                posix.kill(pid, SIGKILL);
                posix.poll(new int[] {handle}, new short[] {Posix.POLLIN}, new short[1], PATIENCE_MILLIS);
            }
        } catch (PosixException e) {
            log.debug("process " + pid + " is gone: " + e.getMessage());
        } finally {
            if (handle >= 0) {
                posix.close(handle);
            }
        }
        reap();
    }

    /** A child of ours would stay a zombie. */
    private void reap() {
        try {
            posix.waitFor(pid, Posix.WNOHANG);
        } catch (PosixException e) {
            // It was started by an earlier command.
        }
    }
}
