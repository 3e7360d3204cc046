package io.jpod.engine.container;

import io.jpod.api.ContainerId;
import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;
import io.jpod.api.monitor.MonitorCreateRequest;
import io.jpod.api.monitor.MonitoredProcess;
import io.jpod.api.network.NetworkAttachment;
import io.jpod.api.network.NetworkPlan;
import io.jpod.engine.cgroup.FreezerGroup;
import io.jpod.engine.cgroup.MonitorScope;
import io.jpod.engine.network.ContainerNetwork;
import io.jpod.engine.spec.BundleRequest;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.support.process.ToolEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Starts containers. Each step pushes what takes it back; running the program disarms that. */
final class Starter {
    private final Services services;
    private final Ender ender;

    Starter(Services services, Ender ender) {
        this.services = services;
        this.ender = ender;
    }

    /**
     * Does everything up to the program's start.
     *
     * @param restarts how often the container was restarted by its policy so far
     * @return empty when the container runs already
     * @throws JpodException as each step says; nothing is left behind
     */
    Optional<PendingStart> begin(String id, int restarts) {
        ContainerConfig config = services.store().config(id);
        startDependencies(config);
        LockManager.Lock lock = services.store().lock(id);
        UndoStack undo = new UndoStack();
        try {
            ContainerState state = ender.refresh(config);
            if (state.status().equals(Status.STOPPED)) {
                state = ender.finish(config, state);
            }
            if (Status.isRunning(state.status())) {
                lock.close();
                return Optional.empty();
            }
            if (!Status.isResting(state.status())) {
                throw JpodException.conflict("container " + id + " must be in Created or Stopped state to be started: "
                        + "container state improper");
            }
            return Optional.of(create(config, state, restarts, lock, undo));
        } catch (JpodException e) {
            lock.close();
            throw e;
        } catch (RuntimeException e) {
            JpodException failure = undo.undo(JpodException.internal("starting container " + id, e));
            lock.close();
            throw failure;
        }
    }

    private void startDependencies(ContainerConfig config) {
        for (String dependency : config.dependencies()) {
            ContainerConfig other = services.store().config(dependency);
            ContainerState state = services.check()
                    .truth(
                            services.store().state(dependency),
                            new ContainerId(dependency),
                            services.context().providers().monitor(other.monitor()));
            if (!Status.isLive(state.status())) {
                start(other.id(), 0);
            }
        }
    }

    /** Starts detached; a container that runs is left alone. */
    void start(String id, int restarts) {
        Optional<PendingStart> pending = begin(id, restarts);
        if (pending.isPresent()) {
            try (PendingStart start = pending.get()) {
                start.go();
            }
        }
    }

    private PendingStart create(
            ContainerConfig config, ContainerState before, int restarts, LockManager.Lock lock, UndoStack undo) {
        String id = config.id();
        Posix posix = services.context().posix();
        AttendedLock attended = null;
        int[] lifetime = {-1, -1};
        try {
            ContainerState starting = ContainerState.builder()
                    .status(Status.STARTING)
                    .bootId(services.check().bootId())
                    .startedAt(before.startedAt())
                    .finishedAt(before.finishedAt())
                    .exitCode(before.exitCode())
                    .restarts(restarts)
                    .build();
            services.store().save(id, starting, false);
            undo.push(() -> services.store().save(id, before, false));
            attended = prepareDirectories(id, undo);
            services.volumes().claim(config);
            Optional<NetworkPlan> plan = services.network().plan(config);
            PassedSockets sockets = PassedSockets.of(services.context(), config);
            Path rootfs = writeBundle(config, plan, sockets, undo);
            services.context().trace().accept("spec");
            lifetime = posix.pipe();
            Optional<FreezerGroup> group = FreezerGroup.of(services.context(), config);
            // Whether there is one or not: what a training run does on another kind of host is archived for this one.
            undo.push(() -> remove(group));
            MonitoredProcess process = createInMonitor(config, sockets, lifetime[1], undo);
            new MonitorScope(services.context())
                    .adopt(
                            id,
                            process.monitorPid(),
                            config.request().namespaces().cgroups(),
                            config.request().namespaces().cgroupParent());
            posix.close(lifetime[1]);
            lifetime[1] = -1;
            if (group.isPresent()) {
                group.get().adopt(process.pid());
            }
            ContainerState created = starting.toBuilder()
                    .pid(process.pid())
                    .pidStart(services.processes().startTime(process.pid()))
                    .monitorPid(process.monitorPid())
                    .monitorStart(services.processes().startTime(process.monitorPid()))
                    .mountPoint(rootfs.toString())
                    .build();
            services.context().trace().accept("create");
            ContainerState connected = connect(config, created, plan, lifetime[0], undo);
            services.context().trace().accept("network");
            return new PendingStart(services, config, undo, lock, attended, lifetime[0], () -> run(config, connected));
        } catch (JpodException e) {
            JpodException failure = undo.undo(e);
            release(posix, attended, lifetime);
            throw failure;
        } catch (PosixException e) {
            JpodException failure = undo.undo(JpodException.host("starting container " + id, e));
            release(posix, attended, lifetime);
            throw failure;
        }
    }

    private static void remove(Optional<FreezerGroup> group) {
        if (group.isPresent()) {
            group.get().remove();
        }
    }

    private static void release(Posix posix, AttendedLock attended, int[] lifetime) {
        if (attended != null) {
            attended.close();
        }
        for (int descriptor : lifetime) {
            if (descriptor >= 0) {
                posix.close(descriptor);
            }
        }
    }

    private AttendedLock prepareDirectories(String id, UndoStack undo) {
        Path run = services.paths().run(id);
        Directories.delete(run);
        undo.push(() -> Directories.delete(run));
        try {
            Files.createDirectories(run.getParent());
            Files.createDirectory(
                    run, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createDirectory(services.paths().exit(id));
            Files.createDirectory(services.paths().userdata(id));
            new RunReserve(run).take();
        } catch (IOException e) {
            throw JpodException.host("making run directory " + run, e);
        }
        return AttendedLock.take(services.context().posix(), services.paths().attended(id));
    }

    private Path writeBundle(
            ContainerConfig config, Optional<NetworkPlan> plan, PassedSockets sockets, UndoStack undo) {
        RootMounts mounts = new RootMounts(services, config);
        undo.push(mounts::unmount);
        Path rootfs = mounts.mount();
        services.context().trace().accept("storage");
        Map<String, Path> images = mounts.mountImages();
        Path userdata = services.paths().userdata(config.id());
        Path overlays = services.paths().overlays(config.id());
        BundleRequest request = BundleRequest.builder()
                .config(config)
                .name(services.store().name(config.id()))
                .rootfs(rootfs)
                .bundle(services.paths().run(config.id()))
                .userdata(userdata)
                .overlays(overlays)
                .networkPlan(plan.orElse(null))
                .joined(joined(config))
                .imageMounts(images)
                .environment(sockets.variables())
                .notified(
                        new ServiceManager(services.context(), config).relayed().isPresent())
                .build();
        undo.push(() -> services.volumes().releaseMounts(config.id()));
        undo.push(() -> services.bundles().release(userdata, overlays));
        services.bundles().write(request);
        return rootfs;
    }

    private Map<String, BundleRequest.Joined> joined(ContainerConfig config) {
        Map<String, BundleRequest.Joined> joined = new LinkedHashMap<>();
        for (String dependency : config.dependencies()) {
            ContainerState state = services.store().state(dependency);
            joined.put(
                    dependency,
                    new BundleRequest.Joined(
                            services.store().config(dependency),
                            state.pid(),
                            services.paths().userdata(dependency)));
        }
        return joined;
    }

    private MonitoredProcess createInMonitor(
            ContainerConfig config, PassedSockets sockets, int lifetime, UndoStack undo) {
        String id = config.id();
        Path run = services.paths().run(id);
        RuntimeCalls runtime = new RuntimeCalls(services, config);
        MonitorCreateRequest.Builder request = MonitorCreateRequest.builder()
                .id(new ContainerId(id))
                .name(services.store().name(id))
                .runtime(runtime.runtime())
                .bundle(run)
                .runDirectory(run)
                .exitDirectory(services.paths().exit(id))
                .terminal(config.request().process().terminal())
                .stdin(config.request().process().interactive())
                .stdinOnce(true)
                .logDriver(config.logDriver())
                .logOptions(config.request().log().options())
                .exitCommand(ExitCommand.ofContainer(services.context().selfCommand(), services.paths(), config))
                .environment(ExitCommand.environment(
                        ToolEnvironment.of(services.context().host())))
                .preservedDescriptors(sockets.with(config.request().process().preserveFds()))
                .lifetimeDescriptor(lifetime)
                .launcher(new MonitorScope(services.context())
                        .prefix(
                                id,
                                config.request().namespaces().cgroups(),
                                config.request().namespaces().cgroupParent()))
                .timeoutSeconds(config.request().lifecycle().timeout());
        if (!config.logPath().isEmpty()) {
            request.logPath(Path.of(config.logPath()));
        }
        if (!config.request().lifecycle().pidFile().isEmpty()) {
            request.pidFile(Path.of(config.request().lifecycle().pidFile()).toAbsolutePath());
        }
        if (!config.request().lifecycle().conmonPidFile().isEmpty()) {
            request.monitorPidFile(
                    Path.of(config.request().lifecycle().conmonPidFile()).toAbsolutePath());
        }
        new ServiceManager(services.context(), config).relayed().ifPresent(request::notifySocket);
        undo.push(() -> deleteFromRuntime(runtime));
        return services.context().providers().monitor(config.monitor()).create(request.build());
    }

    private void deleteFromRuntime(RuntimeCalls runtime) {
        try {
            runtime.delete();
        } catch (JpodException e) {
            services.context().log().debug("nothing to delete: " + e.getMessage());
        }
    }

    private ContainerState connect(
            ContainerConfig config, ContainerState created, Optional<NetworkPlan> plan, int lifetime, UndoStack undo) {
        Path directory = services.paths().run(config.id());
        Optional<NetworkAttachment> attached = services.network()
                .attach(config, services.store().name(config.id()), created.pid(), directory, lifetime);
        if (attached.isEmpty()) {
            return created;
        }
        undo.push(() -> services.network().detach(config, attached.get()));
        return created.toBuilder()
                .networkState(attached.get().state())
                .networkPlan(ContainerNetwork.toMap(plan.orElse(attached.get().plan())))
                .build();
    }

    private ContainerState run(ContainerConfig config, ContainerState created) {
        // The state is known before the program can end: whoever cleans up finds what is to be freed.
        Instant now = services.context().clock().instant();
        ContainerState running = created.toBuilder()
                .status(Status.RUNNING)
                .startedAt(now.getEpochSecond() * 1_000_000_000L + now.getNano())
                .exitCode(0)
                .finishedAt(0)
                .build();
        services.store().save(config.id(), running, false);
        new RuntimeCalls(services, config).start();
        services.context().trace().accept("start");
        new ServiceManager(services.context(), config).started(running.monitorPid());
        return running;
    }
}
