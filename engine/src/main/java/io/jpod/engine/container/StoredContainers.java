package io.jpod.engine.container;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;
import io.jpod.api.storage.LayerId;
import io.jpod.engine.AttachOptions;
import io.jpod.engine.Containers;
import io.jpod.engine.EngineContext;
import io.jpod.engine.ExecRequest;
import io.jpod.engine.Images;
import io.jpod.engine.LogRequest;
import io.jpod.engine.LogSink;
import io.jpod.engine.PullOptions;
import io.jpod.engine.layer.LayerStore;
import io.jpod.engine.logs.JournalReader;
import io.jpod.engine.logs.LogReader;
import io.jpod.engine.network.ContainerNetwork;
import io.jpod.engine.plan.ContainerLookup;
import io.jpod.engine.plan.ContainerPlanner;
import io.jpod.engine.request.CreateRequest;
import io.jpod.engine.spec.BundleWriter;
import io.jpod.engine.spec.ExecProcess;
import io.jpod.engine.volume.StoredVolumes;
import io.jpod.support.log.FailureText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Containers below the engine's data root. Several processes may use one root. */
public final class StoredContainers implements Containers {
    private final Services services;
    private final Ender ender;
    private final Waiter waiter;
    private final Listing listing;
    private final Stopper stopper;
    private final Remover remover;
    private final Starter starter;
    private final Conclusion conclusion;
    private final AttachedRuns attached;
    private final ExecSessions sessions;
    private final Creator creator;
    private final ContainerTop top;

    StoredContainers(Services services, ContainerPlanner planner, ExecProcess execProcess, Path proc) {
        this.services = services;
        this.ender = new Ender(services);
        this.waiter = new Waiter(services);
        this.sessions = new ExecSessions(services, execProcess, waiter);
        this.listing = new Listing(services, waiter, sessions);
        this.stopper = new Stopper(services, ender);
        this.remover = new Remover(services, ender, stopper);
        this.starter = new Starter(services, ender);
        this.conclusion = new Conclusion(services, ender, starter, remover);
        this.attached = new AttachedRuns(services, starter, stopper, waiter, conclusion);
        this.creator = new Creator(services, planner, listing, remover);
        this.top = new ContainerTop(services, sessions, proc);
    }

    /** Opens the containers of an engine; touches nothing. */
    public static StoredContainers open(EngineContext context, Images images, LayerStore layers) {
        Path proc = Path.of("/proc");
        ContainerPaths paths = ContainerPaths.of(context);
        HostProcesses processes = new HostProcesses(context.posix(), proc);
        LateLookup lookup = new LateLookup();
        StoredVolumes volumes = new StoredVolumes(context, lookup);
        Services services = new Services(
                context,
                paths,
                new ContainerStore(paths, context.locks()),
                new StateCheck(paths, processes, context.clock()),
                processes,
                new ExitCodes(paths.exitCodes(), context.clock()),
                images,
                layers,
                volumes,
                new BundleWriter(context, volumes),
                new ProvidedNetworks(new ContainerNetwork(context.providers(), context.posix())));
        StoredContainers containers = new StoredContainers(
                services, new ContainerPlanner(context, paths.disks()), new ExecProcess(context), proc);
        lookup.target = containers.listing;
        return containers;
    }

    /** Volumes ask for the containers that use them, and containers for their volumes. */
    private static final class LateLookup implements ContainerLookup {
        private ContainerLookup target;

        @Override
        public Snapshot get(String nameOrId) {
            return target.get(nameOrId);
        }

        @Override
        public List<Snapshot> list() {
            return target.list();
        }
    }

    /** Ids of all containers, also of damaged ones and of those that are being made or deleted. */
    public List<String> allIds() {
        List<String> ids = services.store().ids();
        ids.addAll(services.store().leftovers());
        return ids;
    }

    /** Names of the layers of containers that end with the machine, whether this engine sees those or not. */
    public List<LayerId> transientLayers() {
        List<LayerId> result = new ArrayList<>();
        for (String id : services.store().transientIds()) {
            result.addAll(RootMounts.layersNamedAfter(services.layers(), id));
        }
        return result;
    }

    /** Names of all layers that a container has; empty for a damaged one. */
    public List<LayerId> layersOf(String id) {
        try {
            return new RootMounts(services, services.store().config(id)).layers();
        } catch (JpodException e) {
            return List.of();
        }
    }

    /** Files of containers. */
    public ContainerFiles files() {
        return new ContainerFiles(services, ender);
    }

    /** The volumes that these containers use. */
    public StoredVolumes volumes() {
        return services.volumes();
    }

    /** Ids of containers by the id of the image that they use. */
    public Map<String, List<String>> imageUses() {
        return new ImageUses(services.store()).byImage();
    }

    @Override
    public Snapshot create(CreateRequest request, PullOptions pull, Images.Progress progress) {
        return listing.snapshot(creator.create(request, pull, progress));
    }

    @Override
    public Snapshot get(String nameOrId) {
        return listing.get(nameOrId);
    }

    @Override
    public List<Snapshot> list() {
        remover.sweep();
        return listing.list(this::lookAfter);
    }

    /** Does what a killed command left undone. */
    private void lookAfter(ContainerConfig config) {
        String id = config.id();
        Optional<String> failed = new FailedCleanup(services.paths().run(id)).reason();
        if (failed.isPresent()) {
            services.context()
                    .log()
                    .warn("container " + id + " has ended and is not cleaned up: " + failed.get()
                            + "; jpod container cleanup " + id.substring(0, 12) + " tries again");
            return;
        }
        try {
            conclusion.conclude(config, false, false);
        } catch (JpodException e) {
            // Without the name of the attempt.
            Throwable reason = e.getCause() == null ? e : e.getCause();
            services.context().log().warn("cleaning up after container " + id + ": " + FailureText.of(reason));
        }
    }

    @Override
    public void start(String nameOrId) {
        starter.start(services.store().resolve(nameOrId), 0);
    }

    @Override
    public OptionalInt startAttached(String nameOrId, AttachOptions options) {
        return attached.start(services.store().resolve(nameOrId), options);
    }

    @Override
    public OptionalInt attach(String nameOrId, AttachOptions options) {
        return attached.attach(services.store().resolve(nameOrId), options);
    }

    @Override
    public void stop(String nameOrId, OptionalInt timeoutSeconds) {
        ContainerConfig config = config(nameOrId);
        stopper.stop(config, timeoutSeconds.orElse(config.stopTimeout()));
        conclusion.conclude(config, false, false);
    }

    @Override
    public void restart(String nameOrId, OptionalInt timeoutSeconds) {
        ContainerConfig config = config(nameOrId);
        if (stopper.stop(config, timeoutSeconds.orElse(config.stopTimeout()))) {
            try (LockManager.Lock lock = services.store().lock(config.id())) {
                ContainerState state = ender.refresh(config);
                if (state.status().equals(Status.STOPPED)) {
                    ender.finish(config, state);
                }
            }
        }
        starter.start(config.id(), 0);
    }

    @Override
    public void kill(String nameOrId, int signal) {
        stopper.kill(config(nameOrId), signal);
    }

    @Override
    public void pause(String nameOrId) {
        stopper.pause(config(nameOrId));
    }

    @Override
    public void unpause(String nameOrId) {
        stopper.unpause(config(nameOrId));
    }

    @Override
    public void rename(String nameOrId, String newName) {
        String id = services.store().resolve(nameOrId);
        ContainerNames.check(newName);
        try (LockManager.Lock lock = services.store().lock(id)) {
            String old = services.store().name(id);
            if (old.equals(newName)) {
                return;
            }
            Optional<String> owner = services.store().names().claim(newName, id);
            if (owner.isPresent()) {
                throw JpodException.conflict("renaming container " + id + ": name " + newName
                        + " already in use, cannot rename container " + id + ": container already exists");
            }
            services.store().rename(id, newName);
            services.store().names().release(old, id);
        }
    }

    @Override
    public void remove(String nameOrId, boolean force, boolean volumes, OptionalInt timeoutSeconds) {
        remover.sweep();
        String id = services.store().resolve(nameOrId);
        remover.remove(id, force, volumes, timeoutSeconds);
    }

    @Override
    public int waitFor(String nameOrId, List<String> conditions, Duration interval) {
        return waiter.waitFor(services.store().resolve(nameOrId), conditions, interval);
    }

    @Override
    public OptionalInt exec(String nameOrId, ExecRequest request, AttachOptions options) {
        return sessions.run(services.store().resolve(nameOrId), request, options);
    }

    @Override
    public String execDetached(String nameOrId, ExecRequest request) {
        return sessions.runDetached(services.store().resolve(nameOrId), request);
    }

    @Override
    public void logs(String nameOrId, LogRequest request, LogSink sink) {
        ContainerConfig config = config(nameOrId);
        String driver = config.logDriver();
        if (driver.equals("none") || driver.equals("passthrough")) {
            throw JpodException.unsupported("this container is using the '" + driver
                    + "' log driver, cannot read logs: this container is not logging output");
        }
        if (driver.equals("journald")) {
            new JournalReader(services.context(), config.id())
                    .read(request, sink, millis -> ended(config.id(), millis));
            return;
        }
        new LogReader(Path.of(config.logPath())).read(request, sink, millis -> ended(config.id(), millis));
    }

    private boolean ended(String id, int millis) {
        if (!services.store().exists(id)) {
            return true;
        }
        ContainerState state = waiter.look(id);
        if (!Status.isLive(state.status())) {
            return true;
        }
        if (services.processes().awaitEnd(state.pid(), state.pidStart(), millis)) {
            waiter.awaitExit(id, state);
        }
        return false;
    }

    @Override
    public List<List<String>> top(String nameOrId, List<String> descriptors) {
        ContainerConfig config = config(nameOrId);
        ContainerState state = waiter.look(config.id());
        if (!Status.isRunning(state.status()) && !state.status().equals(Status.PAUSED)) {
            throw JpodException.conflict("top can only be used on running containers");
        }
        return top.rows(config, state, descriptors);
    }

    @Override
    public Usage usage(String nameOrId) {
        ContainerConfig config = config(nameOrId);
        if (!config.request().filesystem().rootfs().isEmpty()) {
            return new Usage(0, 0);
        }
        long writable = services.layers().usage(new LayerId(config.id()));
        long image = 0;
        if (!config.imageId().isEmpty()) {
            try {
                image = services.images().get(config.imageId()).config().size();
            } catch (JpodException e) {
                if (e.code() != ErrorCode.NOT_FOUND) {
                    throw e;
                }
            }
        }
        return new Usage(writable, writable + image);
    }

    @Override
    public void cleanup(String nameOrId, boolean remove, boolean removeImage) {
        ContainerConfig config = config(nameOrId);
        ContainerState state = waiter.look(config.id());
        if (Status.isLive(state.status())) {
            throw JpodException.conflict("failed to clean up container " + config.id() + ": container " + config.id()
                    + " is running or paused, refusing to clean up: container state improper");
        }
        conclusion.conclude(config, remove, removeImage);
    }

    @Override
    public void cleanupSession(String nameOrId, String session) {
        sessions.cleanup(config(nameOrId), session);
    }

    private ContainerConfig config(String nameOrId) {
        return services.store().config(services.store().resolve(nameOrId));
    }
}
