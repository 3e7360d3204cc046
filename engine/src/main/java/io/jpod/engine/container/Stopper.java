package io.jpod.engine.container;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.lock.LockManager;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.PosixException;

/** Ends containers. No lock is held while one is waited for. */
final class Stopper {
    private static final int SIGKILL = 9;
    private static final int KILL_PATIENCE_MILLIS = 60_000;
    private static final String[] SIGNALS = {
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
        "WINCH", "IO", "PWR", "SYS"
    };

    private final Services services;
    private final Ender ender;

    Stopper(Services services, Ender ender) {
        this.services = services;
        this.ender = ender;
    }

    /**
     * Stops a container; one that does not run is no error.
     *
     * @return false when there was nothing to stop
     */
    boolean stop(ContainerConfig config, int timeoutSeconds) {
        ContainerState running;
        try (LockManager.Lock lock = services.store().lock(config.id())) {
            ContainerState state = ender.refresh(config);
            if (state.status().equals(Status.STOPPED)) {
                return false;
            }
            if (Status.isResting(state.status())) {
                return false;
            }
            if (state.status().equals(Status.PAUSED)) {
                throw JpodException.conflict("can only stop created or running containers. " + config.id()
                        + " is in state paused: container state improper");
            }
            running = state.toBuilder()
                    .status(Status.STOPPING)
                    .stoppedByUser(true)
                    .build();
            services.store().save(config.id(), running, false);
            signal(config, running, timeoutSeconds == 0 ? SIGKILL : config.stopSignal());
        }
        if (timeoutSeconds != 0 && !awaitEnd(running, timeoutSeconds * 1000L)) {
            services.context()
                    .log()
                    .warn("StopSignal " + signalName(config.stopSignal()) + " failed to stop container "
                            + services.store().name(config.id()) + " in " + timeoutSeconds
                            + " seconds, resorting to SIGKILL");
            signal(config, running, SIGKILL);
        }
        if (!awaitEnd(running, KILL_PATIENCE_MILLIS)) {
            throw JpodException.external("container " + config.id() + " does not end after SIGKILL");
        }
        return true;
    }

    private boolean awaitEnd(ContainerState running, long millis) {
        return services.processes()
                .awaitEnd(running.pid(), running.pidStart(), (int) Math.min(millis, Integer.MAX_VALUE));
    }

    /** Sends a signal to the first process; one that has ended meanwhile is no error. */
    void signal(ContainerConfig config, ContainerState running, int signal) {
        // Processes that share another process namespace would outlive the first one.
        boolean all = signal == SIGKILL && sharesProcesses(config);
        new RunReserve(services.paths().run(config.id())).giveWhenFull();
        try {
            new RuntimeCalls(services, config).kill(signal, all);
        } catch (JpodException e) {
            if (!services.processes().alive(running.pid(), running.pidStart())) {
                return;
            }
            if (e.code() == ErrorCode.NOT_FOUND) {
                // The runtime's own record is lost; the process is known all the same.
                signalDirectly(running.pid(), signal);
            } else if (all) {
                new RuntimeCalls(services, config).kill(signal, false);
            } else {
                throw e;
            }
        }
    }

    private void signalDirectly(int pid, int signal) {
        try {
            services.context().posix().kill(pid, signal);
        } catch (PosixException e) {
            if (e.errno() != Errno.ESRCH) {
                throw JpodException.host("signal " + signalName(signal) + " to process " + pid, e);
            }
        }
    }

    private static boolean sharesProcesses(ContainerConfig config) {
        String kind = config.request().namespaces().pid().kind();
        return !kind.isEmpty() && !kind.equals("private");
    }

    static String signalName(int signal) {
        return signal > 0 && signal < SIGNALS.length ? "SIG" + SIGNALS[signal] : Integer.toString(signal);
    }

    /** Ends a container, whatever its state is; a paused one is thawed to be killed. */
    void stopForRemoval(ContainerConfig config, int timeoutSeconds) {
        boolean paused = false;
        try (LockManager.Lock lock = services.store().lock(config.id())) {
            if (!services.store().exists(config.id())) {
                return;
            }
            ContainerState state = ender.refresh(config);
            if (state.status().equals(Status.PAUSED)) {
                paused = true;
                ContainerState killed = state.toBuilder()
                        .status(Status.STOPPING)
                        .stoppedByUser(true)
                        .build();
                services.store().save(config.id(), killed, false);
                signal(config, killed, SIGKILL);
                new RuntimeCalls(services, config).pause(false);
            } else if (state.status().equals(Status.CREATED)) {
                ender.release(
                        config,
                        state.toBuilder().status(Ender.restingStatus(state)).build());
                return;
            }
        }
        stop(config, paused ? 0 : timeoutSeconds);
    }

    /** Sends any signal. */
    void kill(ContainerConfig config, int signal) {
        try (LockManager.Lock lock = services.store().lock(config.id())) {
            ContainerState state = ender.refresh(config);
            if (!Status.isRunning(state.status()) && !state.status().equals(Status.PAUSED)) {
                throw JpodException.conflict("can only kill running containers. " + config.id() + " is in state "
                        + Status.shown(state.status().equals(Status.STOPPED) ? Status.EXITED : state.status())
                        + ": container state improper");
            }
            services.store()
                    .save(config.id(), state.toBuilder().stoppedByUser(true).build(), false);
            signal(config, state, signal);
        }
    }

    void pause(ContainerConfig config) {
        try (LockManager.Lock lock = services.store().lock(config.id())) {
            ContainerState state = ender.refresh(config);
            if (state.status().equals(Status.PAUSED)) {
                throw JpodException.conflict("\"" + config.id() + "\" is already paused: container state improper");
            }
            if (!state.status().equals(Status.RUNNING)) {
                throw JpodException.conflict("\"" + Status.shown(state.status())
                        + "\" is not running, can't pause: container state improper");
            }
            new RuntimeCalls(services, config).pause(true);
            services.store()
                    .save(config.id(), state.toBuilder().status(Status.PAUSED).build(), false);
        }
    }

    void unpause(ContainerConfig config) {
        try (LockManager.Lock lock = services.store().lock(config.id())) {
            ContainerState state = ender.refresh(config);
            if (!state.status().equals(Status.PAUSED)) {
                throw JpodException.conflict(
                        "\"" + config.id() + "\" is not paused, can't unpause: container state improper");
            }
            new RuntimeCalls(services, config).pause(false);
            services.store()
                    .save(config.id(), state.toBuilder().status(Status.RUNNING).build(), false);
        }
    }
}
