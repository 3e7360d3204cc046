package io.jpod.support.namespace;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.host.CgroupMode;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.EngineNamespace;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a pause process: unshare(1) makes the namespaces, the idmap provider maps their ids, {@code jpod-pause} stays. */
final class PauseStarter {
    private static final int ANSWER_MILLIS = 10_000;
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Posix posix;
    private final HostFacts host;
    private final Path script;
    private final Log log;

    PauseStarter(Posix posix, HostFacts host, Path script, Log log) {
        this.posix = posix;
        this.host = host;
        this.script = script;
        this.log = log;
    }

    /** True when a view of cgroup v2 has to be mounted: the host has the file system, but not at {@code /sys/fs/cgroup}. */
    boolean needsCgroupView() {
        return host.cgroupMode() != CgroupMode.UNIFIED && host.hasFileSystem("cgroup2");
    }

    /** @return the id of a process in new namespaces with mapped ids */
    int start(EngineNamespace ids) {
        Path unshare = host.findExecutable("unshare")
                .orElseThrow(
                        () -> new JpodException(ErrorCode.HOST, "making a user namespace: unshare is not installed")
                                .withRemedy("install the package util-linux"));
        ids.plan();
        List<String> entry =
                new ArrayList<>(List.of(unshare.toString(), "--user", "--mount", "--propagation", "slave"));
        if (needsCgroupView()) {
            entry.add("--cgroup");
        }
        try {
            return start(entry, ids, needsCgroupView() ? "cgroup\n" : "plain\n");
        } catch (PosixException e) {
            throw JpodException.host("starting the pause process", e);
        }
    }

    /** @return the id of a process in the namespaces of another, which are whole already */
    int join(int member) {
        List<String> entry = new ArrayList<>(
                List.of("nsenter", "-t", Integer.toString(member), "-U", "-m", "--preserve-credentials"));
        if (needsCgroupView()) {
            entry.add("-C");
        }
        try {
            return start(entry, null, "plain\n");
        } catch (PosixException e) {
            throw JpodException.host("joining the namespaces of process " + member, e);
        }
    }

    /** @param ids who maps the ids of the new process; null when they are mapped */
    private int start(List<String> entry, EngineNamespace ids, String order) throws PosixException {
        int[] orders = posix.pipe();
        int[] answers = posix.pipe();
        int[] stay = posix.pipe();
        Answers reader = new Answers(answers[0]);
        try {
            spawn(entry, orders[0], answers[1], stay);
        } finally {
            close(orders[0], answers[1], stay[0], stay[1]);
        }
        try {
            reader.await("up");
            if (ids != null) {
                ids.map(reader.pid());
            }
            byte[] bytes = order.getBytes(StandardCharsets.US_ASCII);
            posix.write(orders[1], bytes, 0, bytes.length);
            reader.await("ready");
            return reader.pid();
        } catch (PosixException | RuntimeException e) {
            reader.kill();
            throw e;
        } finally {
            close(orders[1], answers[0]);
        }
    }

    /** By way of a shell that ends at once, so that the pause process is nobody's child. */
    private void spawn(List<String> entry, int orders, int answers, int[] stay) throws PosixException {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", "\"$@\" & echo \"pid $!\"", "sh"));
        argv.addAll(entry);
        argv.addAll(List.of("/bin/sh", script.toString()));
        int[] descriptors = {1, answers, 2, answers, 3, stay[0], 4, stay[1], 5, orders};
        String[] environment = {"PATH=" + DEFAULT_PATH, "LC_ALL=C"};
        int shell = posix.spawn("/bin/sh", argv.toArray(new String[0]), environment, "/", descriptors, true);
        posix.waitFor(shell, 0);
    }

    private void close(int... descriptors) {
        for (int descriptor : descriptors) {
            posix.close(descriptor);
        }
    }

    /** What the pause process says, line by line; what is no answer is the text of a failure. */
    private final class Answers {
        private final int descriptor;
        private final StringBuilder pending = new StringBuilder();
        private final StringBuilder strange = new StringBuilder();
        private final List<String> early = new ArrayList<>();
        private int pid;

        Answers(int descriptor) {
            this.descriptor = descriptor;
        }

        int pid() {
            return pid;
        }

        /** The shell tells the id and the script tells {@code up}, in any order. */
        void await(String answer) throws PosixException {
            while (pid == 0 || !early.remove(answer)) {
                String line = line();
                if (line == null) {
                    throw failure();
                }
                if (line.startsWith("pid ")) {
                    pid = Integer.parseInt(line.substring(4));
                } else if (line.equals("up") || line.equals("ready")) {
                    early.add(line);
                } else {
                    log.debug("pause process: " + line);
                    strange.append(strange.length() == 0 ? "" : "; ").append(line);
                }
            }
        }

        private String line() throws PosixException {
            byte[] buffer = new byte[512];
            while (pending.indexOf("\n") < 0) {
                short[] ready = new short[1];
                if (posix.poll(new int[] {descriptor}, new short[] {Posix.POLLIN}, ready, ANSWER_MILLIS) == 0) {
                    strange.append("no answer in ").append(ANSWER_MILLIS / 1000).append(" seconds");
                    return null;
                }
                int count = posix.read(descriptor, buffer, 0, buffer.length);
                if (count == 0) {
                    return null;
                }
                pending.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
            }
            int end = pending.indexOf("\n");
            String line = pending.substring(0, end);
            pending.delete(0, end + 1);
            return line;
        }

        private JpodException failure() {
            String said = strange.toString();
            JpodException failure =
                    new JpodException(ErrorCode.HOST, "making a user namespace" + (said.isEmpty() ? "" : ": " + said));
            return failure.withRemedy(
                    said.contains("No space left")
                            ? "raise the limit: sysctl user.max_user_namespaces"
                            : "let users make user namespaces: sysctl kernel.unprivileged_userns_clone=1 (Debian), "
                                    + "kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu), user.max_user_namespaces=15000; "
                                    + "inside a container, run it with --privileged or seccomp=unconfined");
        }

        void kill() {
            if (pid != 0) {
                try {
                    posix.kill(pid, 9);
                } catch (PosixException e) {
                    log.debug("ending the unfinished pause process: " + e.getMessage());
                }
            }
        }
    }
}
