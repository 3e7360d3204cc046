package io.jpod.it.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A command that runs; its output is collected while it does. Closing kills it. */
public final class Running implements AutoCloseable {
    private static final long KEY_STROKE_NANOS = 80_000_000;

    private final List<String> argv;
    private final Process process;
    private final Collector out;
    private final Collector err;

    private Running(List<String> argv, Process process) {
        this.argv = argv;
        this.process = process;
        this.out = new Collector(process.getInputStream());
        this.err = new Collector(process.getErrorStream());
        out.start();
        err.start();
    }

    static Running start(List<String> wrapped, List<String> shown, Path directory) {
        try {
            return new Running(
                    shown,
                    new ProcessBuilder(wrapped).directory(directory.toFile()).start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + wrapped, e);
        }
    }

    public Running send(String input) {
        return send(input.getBytes(StandardCharsets.UTF_8));
    }

    public Running send(byte[] input) {
        try {
            OutputStream stdin = process.getOutputStream();
            stdin.write(input);
            stdin.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + this, e);
        }
    }

    /** Sends one key after the other, each to be read alone, as a person types. */
    public Running type(String keys) {
        for (char key : keys.toCharArray()) {
            send(String.valueOf(key));
            LockSupport.parkNanos(KEY_STROKE_NANOS);
        }
        return this;
    }

    public Running endInput() {
        try {
            process.getOutputStream().close();
            return this;
        } catch (IOException e) {
            // The reader has gone already: its input has ended either way.
            return this;
        }
    }

    /** Waits until standard output contains a text. */
    public Running awaitOut(String part) {
        Deadline.await(
                Duration.ofSeconds(20),
                () -> "'" + part + "' on standard output of " + this,
                () -> out.text().contains(part));
        return this;
    }

    public Running awaitErr(String part) {
        Deadline.await(
                Duration.ofSeconds(20),
                () -> "'" + part + "' on standard error of " + this,
                () -> err.text().contains(part));
        return this;
    }

    /** Sends a signal to the process itself, by its name without SIG. */
    public Running signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public String out() {
        return out.text();
    }

    public String err() {
        return err.text();
    }

    /** Waits for the end. */
    public Result end(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                String seen = toString();
                close();
                throw new AssertionError("still running after " + limit.toSeconds() + " s: " + seen);
            }
            out.finish();
            err.finish();
            return new Result(argv, process.exitValue(), out.text(), err.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public Result end() {
        return end(Duration.ofSeconds(60));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return argv + "\n--- stdout so far\n" + out.text() + "\n--- stderr so far\n" + err.text();
    }

    /** Reads a stream to its end, or until two seconds after the process ended: a child left behind may hold the stream open. */
    private static final class Collector extends Thread {
        private final InputStream stream;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Collector(InputStream stream) {
            super("output");
            this.stream = stream;
            setDaemon(true);
        }

        @Override
        public void run() {
            byte[] buffer = new byte[65536];
            try {
                for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                    synchronized (bytes) {
                        bytes.write(buffer, 0, n);
                    }
                }
            } catch (IOException e) {
                // The stream was closed because the process was killed; what was read stays.
                return;
            }
        }

        void finish() throws InterruptedException {
            join(2000);
        }

        String text() {
            synchronized (bytes) {
                return bytes.toString(StandardCharsets.UTF_8);
            }
        }
    }
}
