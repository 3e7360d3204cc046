package io.jpod.engine.container;

import io.jpod.api.ContainerId;
import io.jpod.api.JpodException;
import io.jpod.api.monitor.Attachment;
import io.jpod.api.monitor.ContainerMonitor;
import io.jpod.api.monitor.MonitorExecRequest;
import io.jpod.api.monitor.MonitoredProcess;
import io.jpod.api.monitor.PendingExec;
import io.jpod.api.monitor.ProcessExit;
import io.jpod.engine.AttachOptions;
import io.jpod.engine.ExecRequest;
import io.jpod.engine.cgroup.FreezerGroup;
import io.jpod.engine.cgroup.MonitorScope;
import io.jpod.engine.spec.ExecProcess;
import io.jpod.engine.stream.AttachLoop;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import io.jpod.support.process.ToolEnvironment;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Further processes in running containers: each has a directory below the container's run directory, which goes with it. */
final class ExecSessions {
    private static final int RECORD_POLL_MILLIS = 1;

    private final Services services;
    private final ExecProcess processes;
    private final Waiter waiter;

    ExecSessions(Services services, ExecProcess processes, Waiter waiter) {
        this.services = services;
        this.processes = processes;
        this.waiter = waiter;
    }

    /** Ids of a container's sessions. */
    List<String> ids(String container) {
        List<String> result = new ArrayList<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(services.paths().sessions(container))) {
            for (Path entry : entries) {
                result.add(entry.getFileName().toString());
            }
        } catch (NoSuchFileException e) {
            return result;
        } catch (IOException e) {
            throw JpodException.host("listing exec sessions of container " + container, e);
        }
        return result;
    }

    /** Deletes what is left of a session that has ended. */
    void cleanup(ContainerConfig config, String session) {
        if (!ids(config.id()).contains(session)) {
            throw JpodException.notFound(
                    "container " + config.id() + " has no exec session with ID " + session + ": no such exec session");
        }
        Path directory = services.paths().sessions(config.id()).resolve(session);
        ContainerMonitor monitor = services.context().providers().monitor(config.monitor());
        if (monitor.exit(directory.resolve("exit"), new ContainerId(config.id()))
                .isEmpty()) {
            throw JpodException.conflict("cannot clean up exec session " + session + " of container " + config.id()
                    + ": it is running: exec session state improper");
        }
        Directories.delete(directory);
    }

    /** Runs a process with the caller's streams; returns its exit code, or empty when the user detached. */
    OptionalInt run(String container, ExecRequest request, AttachOptions options) {
        Session session = open(container, request);
        Consumer<String> trace = services.context().trace();
        trace.accept("session");
        Posix posix = services.context().posix();
        int[] lifetime = {-1, -1};
        boolean keep = false;
        try (AttendedLock attended = AttendedLock.take(posix, session.directory.resolve("attended"))) {
            lifetime = posix.pipe();
            MonitorExecRequest exec =
                    session.request.attach(true).lifetimeDescriptor(lifetime[1]).build();
            ContainerMonitor monitor = session.monitor;
            try (PendingExec pending = monitor.exec(exec);
                    Attachment attachment = pending.attach()) {
                posix.close(lifetime[1]);
                lifetime[1] = -1;
                trace.accept("monitor");
                int[] pid = {0};
                int[] monitorPid = {0};
                AttachLoop loop = new AttachLoop(
                        posix, services.context().log(), attachment, options, signal -> forward(pid[0], signal));
                AttachLoop.Outcome outcome = loop.run(() -> {
                    MonitoredProcess started = pending.start();
                    pid[0] = started.pid();
                    session.adopt(started);
                    monitorPid[0] = started.monitorPid();
                    trace.accept("process");
                });
                trace.accept("program");
                if (outcome == AttachLoop.Outcome.DETACHED) {
                    keep = true;
                    return OptionalInt.empty();
                }
                Ender.awaitLifetimeEnd(posix, lifetime[0]);
                int code = recordedExit(monitor, exec, monitorPid[0]);
                trace.accept("exit");
                return OptionalInt.of(code);
            }
        } catch (PosixException e) {
            throw JpodException.host("starting exec session in container " + container, e);
        } finally {
            for (int descriptor : lifetime) {
                if (descriptor >= 0) {
                    posix.close(descriptor);
                }
            }
            if (!keep) {
                Directories.delete(session.directory);
            }
        }
    }

    /** The monitor lets go of its descriptors shortly before it records the exit: waits for the record, or for the monitor's end. */
    private int recordedExit(ContainerMonitor monitor, MonitorExecRequest exec, int monitorPid) throws PosixException {
        Posix posix = services.context().posix();
        int process = -1;
        try {
            process = posix.openProcess(monitorPid);
        } catch (PosixException e) {
            // It has ended already: what there is to record is recorded.
            services.context().log().debug("monitor " + monitorPid + ": " + e.getMessage());
        }
        try {
            boolean gone = process < 0;
            while (true) {
                Optional<ProcessExit> exit = monitor.exit(exec.exitDirectory(), exec.id());
                if (exit.isPresent()) {
                    return exit.get().code();
                }
                if (gone) {
                    return StateCheck.LOST;
                }
                short[] ready = new short[1];
                posix.poll(new int[] {process}, new short[] {Posix.POLLIN}, ready, RECORD_POLL_MILLIS);
                gone = ready[0] != 0;
            }
        } finally {
            if (process >= 0) {
                posix.close(process);
            }
        }
    }

    private void forward(int pid, int signal) {
        try {
            if (pid > 0) {
                services.context().posix().kill(pid, signal);
            }
        } catch (PosixException e) {
            services.context().log().debug("forwarding signal " + signal + ": " + e.getMessage());
        }
    }

    /** Starts a process without staying; returns the session's id. */
    String runDetached(String container, ExecRequest request) {
        Session session = open(container, request);
        AttendedLock.take(services.context().posix(), session.directory.resolve("attended"))
                .close();
        MonitorExecRequest exec = session.request.attach(false).build();
        try (PendingExec pending = session.monitor.exec(exec)) {
            session.adopt(pending.start());
            return exec.session();
        } catch (JpodException e) {
            Directories.delete(session.directory);
            throw e;
        }
    }

    private record Session(
            Path directory,
            ContainerMonitor monitor,
            MonitorExecRequest.Builder request,
            Optional<FreezerGroup> group) {
        void adopt(MonitoredProcess process) {
            if (group.isPresent()) {
                group.get().adopt(process.pid());
            }
        }
    }

    private Session open(String container, ExecRequest request) {
        ContainerConfig config = services.store().config(container);
        ContainerState state = waiter.look(config);
        if (!state.status().equals(Status.RUNNING)) {
            throw JpodException.conflict(
                    "can only create exec sessions on running containers: container state improper");
        }
        JsonObject process = processes.json(config, Path.of("/proc/" + state.pid() + "/root"), request);
        String id = ContainerStore.newId().value();
        Path directory = (request.listed()
                        ? services.paths().sessions(container)
                        : services.paths().unlistedSessions(container))
                .resolve(id);
        RunReserve reserve = new RunReserve(services.paths().run(container));
        reserve.take();
        reserve.giveWhenFull();
        try {
            Files.createDirectories(directory.resolve("exit"));
            Path file = directory.resolve("process.json");
            AtomicFile.writeVolatile(file, Json.compact(process));
            if (!request.cidFile().isEmpty()) {
                AtomicFile.writeVolatile(Path.of(request.cidFile()).toAbsolutePath(), id);
            }
            return new Session(
                    directory,
                    services.context().providers().monitor(config.monitor()),
                    MonitorExecRequest.builder()
                            .id(new ContainerId(container))
                            .session(id)
                            .runtime(services.context().providers().runtime(config.runtime()))
                            .bundle(services.paths().run(container))
                            .processFile(file)
                            .runDirectory(directory)
                            .exitDirectory(directory.resolve("exit"))
                            .terminal(request.terminal())
                            .stdin(request.interactive())
                            .exitCommand(ExitCommand.ofSession(directory))
                            .launcher(new MonitorScope(services.context())
                                    .prefix(id, config.request().namespaces().cgroups(), ""))
                            .environment(ExitCommand.environment(
                                    ToolEnvironment.of(services.context().host())))
                            .preservedDescriptors(request.preserveFds()),
                    FreezerGroup.of(services.context(), config));
        } catch (IOException e) {
            Directories.delete(directory);
            throw JpodException.host("making exec session " + directory, e);
        }
    }
}
