package io.jpod.it.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A machine view. As root it is held by {@code scripts/rootless-host}, and commands enter it as its user; for any other user
 * it is the machine as it is, and only {@link HostMode#COMPLETE} can be had.
 */
public final class Host implements AutoCloseable {
    /** Rootless user of the held hosts; runs at the same time on one machine need one each. */
    static final String USER = System.getProperty("jpod.it.user", "jpodit");

    private final HostMode mode;
    private final Path script;
    private final Process holder;
    private final long pid;
    private final int uid;

    private Host(HostMode mode, Path script, Process holder, long pid, int uid) {
        this.mode = mode;
        this.script = script;
        this.holder = holder;
        this.pid = pid;
        this.uid = uid;
    }

    static boolean invokedByRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    static Host open(HostMode mode, Path script) {
        if (!invokedByRoot()) {
            return new Host(mode, script, null, ProcessHandle.current().pid(), ownUid());
        }
        List<String> argv = new ArrayList<>(List.of(script.toString(), "--private-tmp"));
        if (mode != HostMode.ROOT) {
            argv.addAll(List.of("--user", USER));
        }
        argv.addAll(mode.options());
        argv.add("--hold");
        try {
            Process holder = new ProcessBuilder(argv)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
            String line = reader.readLine();
            if (line == null || !line.startsWith("host ")) {
                throw new IllegalStateException(argv + " answered " + line);
            }
            long pid = Long.parseLong(line.substring("host ".length()));
            return new Host(mode, script, holder, pid, mode == HostMode.ROOT ? 0 : uidOf(USER));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot hold a host: " + argv, e);
        }
    }

    HostMode mode() {
        return mode;
    }

    /** The id of the user that commands run as. */
    public int uid() {
        return uid;
    }

    /** A process that sees the host's mounts. */
    long pid() {
        return pid;
    }

    /** How this process reaches a path of the host, for example below its private {@code /tmp}. */
    public Path see(Path path) {
        return holder == null
                ? path
                : Path.of("/proc/" + pid + "/root").resolve(Path.of("/").relativize(path));
    }

    /** The argv that runs a command on the host with more environment. */
    List<String> enter(Map<String, String> environment, List<String> argv) {
        List<String> wrapped = new ArrayList<>();
        if (holder != null) {
            wrapped.addAll(List.of(script.toString(), "--enter", Long.toString(pid), "--"));
        }
        wrapped.add("env");
        environment.forEach((name, value) -> wrapped.add(value == null ? "--unset=" + name : name + "=" + value));
        wrapped.addAll(argv);
        return wrapped;
    }

    @Override
    public void close() {
        if (holder != null) {
            try {
                holder.getOutputStream().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                holder.destroy();
            }
        }
    }

    private static int ownUid() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int uidOf(String user) throws IOException {
        for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
            String[] fields = line.split(":");
            if (fields[0].equals(user)) {
                return Integer.parseInt(fields[2]);
            }
        }
        throw new IOException("no user " + user + " in /etc/passwd");
    }
}
