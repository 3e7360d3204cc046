package io.jpod.engine.spec;

import io.jpod.api.JpodException;
import io.jpod.engine.request.DeviceSpec;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Device nodes of the host for containers: mounted where nodes cannot be made, else described for the runtime to make. */
public final class HostDevices {
    /** Runtimes make these themselves, or they belong to the container's own {@code /dev}. */
    private static final List<String> NOT_FOR_PRIVILEGED =
            List.of("/dev/pts", "/dev/shm", "/dev/fd", "/dev/mqueue", "/dev/.lxc", "/dev/.lxd-mounts", "/dev/.udev");

    private final Posix posix;

    public HostDevices(Posix posix) {
        this.posix = posix;
    }

    /**
     * One node.
     *
     * @param type {@code c} or {@code b}
     */
    record Node(String hostPath, String path, String type, FileStatus status, String permissions) {}

    /**
     * The nodes that a request means; a directory means all nodes in it.
     *
     * @throws JpodException NOT_FOUND or USAGE in podman's words
     */
    public List<DeviceSpec> expand(DeviceSpec request) {
        for (int i = 0; i < request.permissions().length(); i++) {
            if ("rwm".indexOf(request.permissions().charAt(i)) < 0) {
                throw JpodException.usage("invalid device mode: " + request.permissions());
            }
        }
        FileStatus status = status(request.hostPath());
        if (!status.isDirectory()) {
            requireNode(request.hostPath(), status);
            return List.of(request);
        }
        List<DeviceSpec> result = new ArrayList<>();
        String target = request.containerPath().isEmpty() ? request.hostPath() : request.containerPath();
        for (String name : nodesBelow(request.hostPath())) {
            result.add(request.toBuilder()
                    .hostPath(request.hostPath() + name)
                    .containerPath(target + name)
                    .build());
        }
        if (result.isEmpty()) {
            throw JpodException.usage("no devices found in " + request.hostPath());
        }
        return result;
    }

    /** All nodes of the host's {@code /dev} that a privileged container sees, without those of terminals and the standard ones. */
    List<DeviceSpec> all() {
        List<DeviceSpec> result = new ArrayList<>();
        for (String name : nodesBelow("/dev")) {
            String path = "/dev" + name;
            result.add(DeviceSpec.builder()
                    .hostPath(path)
                    .containerPath(path)
                    .permissions("rwm")
                    .build());
        }
        return result;
    }

    Node node(DeviceSpec spec) {
        FileStatus status = status(spec.hostPath());
        requireNode(spec.hostPath(), status);
        String path = spec.containerPath().isEmpty() ? spec.hostPath() : spec.containerPath();
        String type = status.type() == FileStatus.S_IFBLK ? "b" : "c";
        return new Node(spec.hostPath(), path, type, status, spec.permissions().isEmpty() ? "rwm" : spec.permissions());
    }

    static JsonObject described(Node node) {
        return new JsonObject()
                .put("path", node.path())
                .put("type", node.type())
                .put("major", node.status().major())
                .put("minor", node.status().minor())
                .put("fileMode", node.status().permissions())
                .put("uid", node.status().uid())
                .put("gid", node.status().gid());
    }

    static JsonObject rule(Node node) {
        return new JsonObject()
                .put("allow", true)
                .put("type", node.type())
                .put("major", node.status().major())
                .put("minor", node.status().minor())
                .put("access", node.permissions());
    }

    /** Major and minor number of a node, for limits. */
    FileStatus status(String path) {
        try {
            return posix.stat(Posix.AT_FDCWD, path, 0);
        } catch (PosixException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR) {
                throw JpodException.notFound("stat " + path + ": no such file or directory");
            }
            throw JpodException.host("looking at device " + path, e);
        }
    }

    private static void requireNode(String path, FileStatus status) {
        if (status.type() != FileStatus.S_IFCHR && status.type() != FileStatus.S_IFBLK) {
            throw JpodException.usage(path + " is not a valid device: not a device node");
        }
    }

    private static List<String> nodesBelow(String directory) {
        List<String> names = new ArrayList<>();
        collect(Path.of(directory), directory.length(), names);
        Collections.sort(names);
        return names;
    }

    private static void collect(Path directory, int prefix, List<String> names) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String path = entry.toString();
                if (NOT_FOR_PRIVILEGED.contains(path) || Files.isSymbolicLink(entry)) {
                    continue;
                }
                if (Files.isDirectory(entry)) {
                    collect(entry, prefix, names);
                } else if (isDevice(entry) && !isTerminal(path)) {
                    names.add(path.substring(prefix));
                }
            }
        } catch (IOException e) {
            // A directory that this user may not list holds no device that could be used either.
            return;
        }
    }

    private static boolean isDevice(Path entry) {
        return !Files.isRegularFile(entry) && Files.exists(entry) && isCharacterOrBlock(entry);
    }

    private static boolean isCharacterOrBlock(Path entry) {
        try {
            int type = (Integer) Files.getAttribute(entry, "unix:mode") & FileStatus.S_IFMT;
            return type == FileStatus.S_IFCHR || type == FileStatus.S_IFBLK;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static boolean isTerminal(String path) {
        return path.equals("/dev/console") || path.equals("/dev/ptmx") || path.startsWith("/dev/tty");
    }
}
