package io.jpod.engine.container;

import java.nio.file.Path;

/** Where things of containers lie. */
public final class ContainerPaths {
    private final Path root;
    private final Path runRoot;

    public ContainerPaths(Path root, Path runRoot) {
        this.root = root;
        this.runRoot = runRoot;
    }

    /** One directory for each container, named by its id. */
    public Path containers() {
        return root.resolve("containers");
    }

    /** One link for each name; its target is the container's id. */
    Path names() {
        return root.resolve("container-names");
    }

    /** Durable data of one container. */
    Path data(String id) {
        return containers().resolve(id);
    }

    /** Layers that go with the container's end: of {@code :O} mounts, and of a root file system that stays as it is. */
    public Path overlays(String id) {
        return data(id).resolve("overlays");
    }

    /** What lives from start to cleanup: bundle, sockets, pipes, pid files. */
    public Path run(String id) {
        return runRoot.resolve("containers").resolve(id);
    }

    /** Where the monitor records the exit. */
    Path exit(String id) {
        return run(id).resolve("exit");
    }

    /** Files and mount points of the bundle. */
    public Path userdata(String id) {
        return run(id).resolve("userdata");
    }

    /** Locked by a command that stays until the container ends and cleans up itself. */
    Path attended(String id) {
        return run(id).resolve("attended");
    }

    /** One directory for each exec session. */
    Path sessions(String id) {
        return run(id).resolve("exec");
    }

    /** One file for each container that the user has mounted. */
    Path hostMounts() {
        return runRoot.resolve("container-mounts");
    }

    /** Exit codes of removed containers, for those who wait for them. */
    Path exitCodes() {
        return runRoot.resolve("exit-codes");
    }
}
