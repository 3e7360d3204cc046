package io.jpod.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Looks for what a sandbox's commands left on the host: processes, mounts and temporary files. */
public final class Leaks {
    private final Sandbox sandbox;
    private final Set<String> temporaryBefore;
    private final Set<Long> processesBefore;

    public Leaks(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.temporaryBefore = temporaryFiles();
        this.processesBefore = Set.copyOf(allProcesses());
    }

    /** Waits a moment for what is on its way out, then fails with all that is left. Containers must have been removed before. */
    public void assertNone() {
        List<String> found = new ArrayList<>();
        try {
            Deadline.await(Duration.ofSeconds(8), () -> String.join("\n", found), () -> {
                found.clear();
                found.addAll(processes());
                found.addAll(mounts());
                return found.isEmpty();
            });
        } catch (AssertionError e) {
            throw new AssertionError("left behind: " + e.getMessage(), e);
        }
        Set<String> files = temporaryFiles();
        files.removeAll(temporaryBefore);
        if (!files.isEmpty()) {
            throw new AssertionError("left in /tmp: " + files);
        }
    }

    /** Processes of the sandbox but the pause process, one line each. */
    public List<String> processes() {
        List<String> found = new ArrayList<>();
        Set<Long> pauses = pauseProcesses();
        for (long pid : allProcesses()) {
            if (!pauses.contains(pid) && !processesBefore.contains(pid) && belongs(pid)) {
                found.add("process " + pid + ": " + commandLine(pid));
            }
        }
        return found;
    }

    /** Mounts of containers and layers that the host or the user's mount namespace still sees. */
    public List<String> mounts() {
        List<String> found = new ArrayList<>();
        List<Long> views = new ArrayList<>(pauseProcesses());
        views.add(sandbox.host().pid());
        for (long pid : views) {
            for (String line : read(Path.of("/proc/" + pid + "/mountinfo")).split("\n")) {
                if (line.contains(sandbox.directory().toString())
                        && (line.contains("/merged ") || line.contains(" - fuse") || line.contains(" shm "))) {
                    found.add("mount seen by " + pid + ": " + line);
                }
            }
        }
        return found;
    }

    /** Kills the pause process, if there is one; the next command makes another. */
    void endPause() {
        for (long pid : pauseProcesses()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Process ids in the sandbox's files called {@code pause.pid}. */
    private Set<Long> pauseProcesses() {
        Set<Long> pids = new TreeSet<>();
        List<Path> roots = new ArrayList<>();
        roots.add(sandbox.home());
        if (sandbox.runtimeDirectory() != null) {
            roots.add(sandbox.host().see(Path.of(sandbox.runtimeDirectory())));
        }
        roots.add(sandbox.host().see(Path.of("/tmp")));
        for (Path root : roots) {
            find(root, 4, "pause.pid").forEach(file -> {
                String text = read(file).trim().split(" ")[0];
                if (text.matches("[0-9]+")) {
                    pids.add(Long.parseLong(text));
                }
            });
        }
        return pids;
    }

    private boolean belongs(long pid) {
        Path directory = Path.of("/proc/" + pid);
        if (commandLine(pid).contains(sandbox.directory().toString())
                || read(directory.resolve("environ"))
                        .contains(sandbox.directory().toString())) {
            return true;
        }
        int[] range = {sandbox.host().uid(), sandbox.host().uid()};
        if (range[0] == 0 || !Host.invokedByRoot()) {
            return false;
        }
        for (String line : read(directory.resolve("status")).split("\n")) {
            if (line.startsWith("Uid:")) {
                long uid = Long.parseLong(line.split("\\s+")[1]);
                return uid == range[0] || isSubordinate(uid);
            }
        }
        return false;
    }

    private static boolean isSubordinate(long uid) {
        for (String line : read(Path.of("/etc/subuid")).split("\n")) {
            String[] fields = line.split(":");
            if (fields[0].equals(Host.USER)) {
                long first = Long.parseLong(fields[1]);
                return uid >= first && uid < first + Long.parseLong(fields[2]);
            }
        }
        return false;
    }

    private Set<String> temporaryFiles() {
        Set<String> names = new TreeSet<>();
        Path tmp = sandbox.host().see(Path.of("/tmp"));
        if (!Host.invokedByRoot()) {
            return names;
        }
        try (Stream<Path> files = Files.list(tmp)) {
            files.map(file -> file.getFileName().toString())
                    // The JVM's own performance file, and the runtime root where there is no other place for it.
                    .filter(name ->
                            !name.startsWith("hsperfdata_") && !name.matches("(jpod|podman|storage)-run-[0-9]+"))
                    .forEach(names::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    private static List<Path> find(Path root, int depth, String name) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        List<Path> level = List.of(root);
        for (int i = 0; i < depth; i++) {
            List<Path> next = new ArrayList<>();
            for (Path directory : level) {
                try (Stream<Path> entries = Files.list(directory)) {
                    entries.forEach(entry -> {
                        if (entry.endsWith(name)) {
                            found.add(entry);
                        } else if (Files.isDirectory(entry, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                            next.add(entry);
                        }
                    });
                } catch (IOException | UncheckedIOException e) {
                    // It went while we looked, or is not ours to look into.
                    continue;
                }
            }
            level = next;
        }
        return found;
    }

    private static List<Long> allProcesses() {
        List<Long> pids = new ArrayList<>();
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .forEach(name -> pids.add(Long.parseLong(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pids;
    }

    private static String commandLine(long pid) {
        return read(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ').trim();
    }

    /** A file's text; empty when it went or is not readable. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            return "";
        }
    }
}
