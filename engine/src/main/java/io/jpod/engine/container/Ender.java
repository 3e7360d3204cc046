package io.jpod.engine.container;

import io.jpod.api.ContainerId;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.monitor.ContainerMonitor;
import io.jpod.api.network.NetworkAttachment;
import io.jpod.engine.cgroup.FreezerGroup;
import io.jpod.engine.network.ContainerNetwork;
import io.jpod.support.log.FailureText;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Frees what a container held while it ran, and records how it ended. Callers hold the container's lock. */
final class Ender {
    private static final int SIGKILL = 9;
    private static final int CREATION_PATIENCE_MILLIS = 5_000;

    private final Services services;

    Ender(Services services) {
        this.services = services;
    }

    private ContainerMonitor monitor(ContainerConfig config) {
        return services.context().providers().monitor(config.monitor());
    }

    /**
     * The true state. A start that was killed half-way is taken back; an end that nobody has looked after yet shows as {@code
     * stopped}.
     */
    ContainerState refresh(ContainerConfig config) {
        ContainerState recorded = services.store().state(config.id());
        if (recorded.status().equals(Status.STARTING)) {
            awaitCreation(services.paths().run(config.id()));
            return release(
                    config, recorded.toBuilder().status(restingStatus(recorded)).build());
        }
        return services.check().settledTruth(recorded, new ContainerId(config.id()), monitor(config));
    }

    /** A monitor whose starter was killed may still be about to create the container, which would come back to life. */
    private void awaitCreation(Path run) {
        int monitor = pidIn(run.resolve("conmon.pid"));
        long deadline = System.nanoTime() + CREATION_PATIENCE_MILLIS * 1_000_000L;
        while (monitor > 0 && pidIn(run.resolve("pidfile")) == 0 && System.nanoTime() < deadline) {
            if (services.processes().awaitEnd(monitor, 0, 5)) {
                return;
            }
        }
    }

    private static int pidIn(Path file) {
        try {
            return Integer.parseInt(Files.readString(file).trim());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /** What a container is when it does not run: as new when it never ran. */
    static String restingStatus(ContainerState state) {
        return state.startedAt() == 0 ? Status.CONFIGURED : Status.EXITED;
    }

    /** Frees everything of a container whose process has ended, and records that. */
    ContainerState finish(ContainerConfig config, ContainerState stopped) {
        return release(config, stopped.toBuilder().status(Status.EXITED).build());
    }

    /** As {@link #finish}, for a container that goes in any case: what its runtime or its network do not free is told. */
    ContainerState finishByForce(ContainerConfig config, ContainerState stopped) {
        return release(config, stopped.toBuilder().status(Status.EXITED).build(), true);
    }

    /**
     * Frees everything that may be held, as far as it is; all of it is tried, whatever fails.
     *
     * @param state to be recorded
     */
    ContainerState release(ContainerConfig config, ContainerState state) {
        return release(config, state, false);
    }

    private ContainerState release(ContainerConfig config, ContainerState state, boolean force) {
        Path run = services.paths().run(config.id());
        Instant began = services.context().clock().instant();
        RootMounts mounts = new RootMounts(services, config);
        JpodException failure = null;
        if (Files.isDirectory(run)) {
            failure = leave(config, state);
            if (force && failure != null) {
                services.context()
                        .log()
                        .warn("container " + config.id() + " is removed, though not all that it held is freed: "
                                + FailureText.of(failure));
                failure = null;
            }
            failure = attempt(
                    failure,
                    () -> services.bundles()
                            .release(
                                    services.paths().userdata(config.id()),
                                    services.paths().overlays(config.id())));
        }
        Optional<FreezerGroup> group = FreezerGroup.of(services.context(), config);
        if (group.isPresent()) {
            group.get().remove();
        }
        failure = attempt(failure, () -> services.volumes().releaseMounts(config.id()));
        failure = attempt(failure, mounts::unmount);
        if (failure != null) {
            note(run, began, failure);
            throw new JpodException(failure.code(), "cleaning up container " + config.id(), failure);
        }
        ContainerState resting = state.toBuilder()
                .pid(0)
                .pidStart(0)
                .monitorPid(0)
                .monitorStart(0)
                .mountPoint("")
                .networkState(Map.of())
                .networkPlan(Map.of())
                .build();
        boolean durable =
                !config.request().lifecycle().remove() && !services.paths().ending();
        services.store().save(config.id(), resting, durable);
        Directories.delete(run);
        return resting;
    }

    /** Tells runtime, monitor and network that the container has ended. */
    private JpodException leave(ContainerConfig config, ContainerState state) {
        JpodException failure = attempt(null, () -> new RuntimeCalls(services, config).delete());
        failure = attempt(failure, () -> killMonitor(state));
        if (!state.networkState().isEmpty()) {
            NetworkAttachment attachment =
                    new NetworkAttachment(ContainerNetwork.fromMap(state.networkPlan()), state.networkState());
            failure = attempt(failure, () -> services.network().detach(config, attachment));
        }
        return failure;
    }

    private void note(Path run, Instant began, JpodException failure) {
        try {
            Duration took = Duration.between(began, services.context().clock().instant());
            new FailedCleanup(run).note(took, failure);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** A monitor outlives the container only while its exit command runs; one whose exit is not recorded hangs. */
    private void killMonitor(ContainerState state) {
        if (state.status().equals(Status.EXITED)
                || !services.processes().alive(state.monitorPid(), state.monitorStart())) {
            return;
        }
        try {
            services.context().posix().kill(state.monitorPid(), SIGKILL);
        } catch (PosixException e) {
            services.context().log().debug("monitor has ended: " + e.getMessage());
        }
    }

    private static JpodException attempt(JpodException earlier, Runnable step) {
        try {
            step.run();
            return earlier;
        } catch (JpodException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return earlier;
            }
            if (earlier == null) {
                return e;
            }
            earlier.addSuppressed(e);
            return earlier;
        }
    }

    /** True when the container is to be started again by its restart policy (podman-run(1), --restart). */
    static boolean restarts(ContainerConfig config, ContainerState stopped) {
        if (stopped.stoppedByUser()) {
            return false;
        }
        int limit = config.request().lifecycle().restartRetries();
        return switch (config.request().lifecycle().restartPolicy()) {
            case "always", "unless-stopped" -> true;
            case "on-failure" -> stopped.exitCode() != 0 && (limit == 0 || stopped.restarts() < limit);
            default -> false;
        };
    }

    /** Waits until the other end of the lifetime pipe is closed: the process has ended and its exit is recorded within moments. */
    static void awaitLifetimeEnd(Posix posix, int descriptor) {
        try {
            while (posix.poll(new int[] {descriptor}, new short[] {Posix.POLLIN}, new short[1], -1) <= 0) {
                // Interrupted by a signal.
                continue;
            }
        } catch (PosixException e) {
            throw JpodException.host("waiting for the monitor", e);
        }
    }
}
