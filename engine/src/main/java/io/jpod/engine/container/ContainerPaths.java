package io.jpod.engine.container;

import io.jpod.engine.EngineContext;
import io.jpod.support.json.JsonObject;
import java.nio.file.Path;

/** Where things of containers lie. */
public final class ContainerPaths {
    private final Path root;
    private final Path runRoot;
    private final Path running;
    private final boolean ending;

    /** Of containers that outlive the machine, and run in the runtime root. */
    public ContainerPaths(Path root, Path runRoot) {
        this(root, runRoot, runRoot, false);
    }

    /**
     * Paths.
     *
     * @param running for what lives while a container runs
     * @param ending whether containers are to end with the machine: what is known of them is in the runtime root then
     */
    private ContainerPaths(Path root, Path runRoot, Path running, boolean ending) {
        this.root = root;
        this.runRoot = runRoot;
        this.running = running;
        this.ending = ending;
    }

    public static ContainerPaths of(EngineContext context) {
        JsonObject engine = context.settings().getObject("engine");
        String running = engine.getString(EngineContext.TMP_DIR, "");
        return new ContainerPaths(
                context.root(),
                context.runRoot(),
                running.isEmpty() ? context.runRoot() : Path.of(running),
                engine.getBoolean(EngineContext.TRANSIENT_STORE, false));
    }

    /** Whether containers end with the machine. */
    boolean ending() {
        return ending;
    }

    /** One directory for each container, named by its id. */
    public Path containers() {
        return ending ? runRoot.resolve("transient").resolve("containers") : root.resolve("containers");
    }

    /** One link for each name; its target is the container's id. */
    Path names() {
        return ending ? runRoot.resolve("transient").resolve("container-names") : root.resolve("container-names");
    }

    /** What is known of one container. */
    Path data(String id) {
        return containers().resolve(id);
    }

    /** One directory for each container that ends with the machine, with what it has on the disk; tells which layers are left of it. */
    Path transients() {
        return root.resolve("transient");
    }

    /** One directory for each container, for its log and its overlays. */
    public Path disks() {
        return ending ? transients() : containers();
    }

    /** The disk space of one container. */
    public Path disk(String id) {
        return disks().resolve(id);
    }

    /** Layers that go with the container's end: of {@code :O} mounts, and of a root file system that stays as it is. */
    public Path overlays(String id) {
        return disk(id).resolve("overlays");
    }

    /** What lives from start to cleanup: bundle, sockets, pipes, pid files. */
    public Path run(String id) {
        return running.resolve("containers").resolve(id);
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

    /** The same, for those that nobody is to see. */
    Path unlistedSessions(String id) {
        return run(id).resolve("exec-unlisted");
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
