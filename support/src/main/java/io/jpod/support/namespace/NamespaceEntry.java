package io.jpod.support.namespace;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.EngineNamespace;
import io.jpod.api.idmap.IdMapping;
import io.jpod.api.idmap.IdRange;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.support.process.ProgramReplacement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Brings a command into the user's namespaces. */
public final class NamespaceEntry {
    /** Set for the second run of the start script, so that an entry that fails is not tried for ever. */
    public static final String TRIED = "_JPOD_NAMESPACE_MADE";

    private final Posix posix;
    private final HostFacts host;
    private final Path home;
    private final Path runtimeDirectory;
    private final PauseFile file;
    private final ProcessRunner processes;
    private final Log log;

    /**
     * @param home the distribution's directory
     * @param runtimeDirectory of this user
     */
    public NamespaceEntry(
            Posix posix, HostFacts host, Path home, Path runtimeDirectory, ProcessRunner processes, Log log) {
        this.posix = posix;
        this.host = host;
        this.home = home;
        this.runtimeDirectory = runtimeDirectory;
        this.file = new PauseFile(runtimeDirectory, Path.of("/proc"));
        this.processes = processes;
        this.log = log;
    }

    /** True when this process has to go elsewhere: it belongs to a user who is not 0 in any namespace. */
    public static boolean isOutside(HostFacts host, Posix posix) {
        return posix.getEuid() != 0 && host.rootless();
    }

    /** Makes the pause process unless another command has, and runs the start script again; returns only by throwing. */
    public JpodException enter(EngineNamespace ids, String[] args) {
        if (host.environment().containsKey(TRIED)) {
            throw new JpodException(ErrorCode.HOST, "the user namespace was made, but could not be entered")
                    .withRemedy("check that nsenter (package util-linux) is installed; see " + file.path());
        }
        makePause(ids);
        Path script = home.resolve("bin/jpod");
        List<String> argv = new ArrayList<>();
        argv.add(script.toString());
        argv.addAll(List.of(args));
        List<String> environment = new ArrayList<>();
        for (Map.Entry<String, String> variable : host.environment().entrySet()) {
            environment.add(variable.getKey() + "=" + variable.getValue());
        }
        environment.add(TRIED + "=1");
        try {
            ProgramReplacement.of(posix)
                    .exec(script.toString(), argv.toArray(new String[0]), environment.toArray(new String[0]));
        } catch (PosixException e) {
            return JpodException.host("running " + script + " in the user namespace", e);
        }
        return JpodException.internal("exec of " + script + " returned", null);
    }

    /** Makes the pause process unless another command has; returns the words in front of a command that bring it in. */
    public List<String> command(EngineNamespace ids) {
        makePause(ids);
        String[] words;
        try {
            words = Files.readString(file.path()).trim().split(" ");
        } catch (IOException e) {
            throw JpodException.host("reading " + file.path(), e);
        }
        List<String> argv = new ArrayList<>(List.of("nsenter", "-t", words[0]));
        argv.addAll(List.of(words).subList(3, words.length));
        argv.add("--preserve-credentials");
        if (words[2].equals("wdns")) {
            argv.add("--wdns=" + Path.of("").toAbsolutePath());
        }
        argv.add("--");
        return argv;
    }

    private void makePause(EngineNamespace ids) {
        boolean fresh;
        int lock = lock();
        try {
            if (file.find().isPresent()) {
                return;
            }
            PauseStarter starter = new PauseStarter(posix, host, home.resolve("libexec/jpod-pause"), log);
            int member = survivor();
            fresh = member == 0;
            int pid = fresh ? starter.start(ids) : starter.join(member);
            String cgroup = starter.needsCgroupView() ? " -C" : "";
            file.write(pid, (nsenterChangesDirectory() ? "wdns" : "cd") + " -U -m" + cgroup);
            log.debug("pause process " + pid + " holds the user namespace");
        } finally {
            posix.close(lock);
        }
        if (fresh) {
            ids.shortage().ifPresent(log::warn);
        }
    }

    /**
     * A monitor that still runs in namespaces whose pause process was killed, or 0: its container can only be reached from there.
     */
    private int survivor() {
        String[] containers = runtimeDirectory.resolve("containers").toFile().list();
        if (containers == null) {
            return 0;
        }
        for (String container : containers) {
            Path recorded =
                    runtimeDirectory.resolve("containers").resolve(container).resolve("conmon.pid");
            try {
                String pid = Files.readString(recorded).trim();
                Path process = Path.of("/proc").resolve(pid);
                boolean conmon =
                        Files.readString(process.resolve("comm")).trim().equals("conmon");
                Path theirs = Files.readSymbolicLink(process.resolve("ns/user"));
                if (conmon && !theirs.equals(Files.readSymbolicLink(Path.of("/proc/self/ns/user")))) {
                    return Integer.parseInt(pid);
                }
            } catch (IOException | NumberFormatException e) {
                log.debug("no monitor runs for " + container + ": " + e.getMessage());
            }
        }
        return 0;
    }

    private int lock() {
        Path path = runtimeDirectory.resolve("pause.lock");
        try {
            int descriptor = posix.open(Posix.AT_FDCWD, path.toString(), Posix.O_RDWR | Posix.O_CREAT, 0600);
            try {
                posix.flock(descriptor, Posix.LOCK_EX);
            } catch (PosixException e) {
                posix.close(descriptor);
                throw e;
            }
            return descriptor;
        } catch (PosixException e) {
            throw JpodException.host("locking " + path, e);
        }
    }

    /** {@code --wdns} of nsenter came with util-linux 2.38; the help text tells. */
    private boolean nsenterChangesDirectory() {
        try {
            ProcessResult help = processes.run(ProcessRequest.of(List.of("nsenter", "--help")));
            return help.stdout().contains("--wdns");
        } catch (JpodException e) {
            // The native start program does without.
            log.debug("nsenter: " + e.getMessage());
            return false;
        }
    }

    /** Inside, when the files of subordinate ids are newer than the pause process: warns if the ids are other ones now. */
    public void checkCurrent(EngineNamespace ids) {
        IdMapping planned = ids.plan();
        if (same(planned.uids(), host.namespaceIds().uids())
                && same(planned.gids(), host.namespaceIds().gids())) {
            file.path().toFile().setLastModified(System.currentTimeMillis());
            return;
        }
        log.warn("the subordinate ids of user " + host.userName()
                + " were changed after the user namespace was made; run jpod system migrate to use them");
    }

    private static boolean same(List<IdRange> planned, List<IdRange> actual) {
        if (planned.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < planned.size(); i++) {
            IdRange a = planned.get(i);
            IdRange b = actual.get(i);
            if (a.containerId() != b.containerId() || a.hostId() != b.hostId() || a.size() != b.size()) {
                return false;
            }
        }
        return true;
    }

    /** Ends the pause process: the next command makes the namespaces anew. Processes that run in them keep them. */
    public void release() {
        int lock = lock();
        try {
            OptionalInt pid = file.find();
            if (pid.isPresent()) {
                posix.kill(pid.getAsInt(), 9);
            }
            file.remove();
        } catch (PosixException e) {
            throw JpodException.host("ending the pause process", e);
        } finally {
            posix.close(lock);
        }
    }
}
