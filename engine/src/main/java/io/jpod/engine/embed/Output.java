package io.jpod.engine.embed;

import java.nio.charset.StandardCharsets;

/** What a command did: its exit code and its output. */
public final class Output {
    private final int exitCode;
    private final byte[] stdout;
    private final byte[] stderr;

    Output(int exitCode, byte[] stdout, byte[] stderr) {
        this.exitCode = exitCode;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    /** That of the command; 127 when the container has no such command, 126 when it cannot be invoked. */
    public int exitCode() {
        return exitCode;
    }

    /** Standard output as UTF-8. */
    public String stdout() {
        return new String(stdout, StandardCharsets.UTF_8);
    }

    /** Standard error as UTF-8. */
    public String stderr() {
        return new String(stderr, StandardCharsets.UTF_8);
    }

    /** Standard output as it was written. */
    public byte[] stdoutBytes() {
        return stdout.clone();
    }

    /** Standard error as it was written. */
    public byte[] stderrBytes() {
        return stderr.clone();
    }

    @Override
    public String toString() {
        return "exit code " + exitCode + "\n" + stdout() + stderr();
    }
}
