package io.jpod.monitor.conmon;

import io.jpod.api.ContainerId;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.monitor.Attachment;
import io.jpod.api.monitor.ContainerMonitor;
import io.jpod.api.monitor.MonitorCreateRequest;
import io.jpod.api.monitor.MonitorExecRequest;
import io.jpod.api.monitor.MonitoredProcess;
import io.jpod.api.monitor.PendingExec;
import io.jpod.api.monitor.ProcessExit;
import io.jpod.api.process.ProcessRunner;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Starts conmon and talks to it. */
public final class ConmonMonitor implements ContainerMonitor {
    private final Path program;
    private final ProcessRunner processes;
    private final Posix posix;
    private final Log log;

    public ConmonMonitor(Path program, ProcessRunner processes, Posix posix, Log log) {
        this.program = program;
        this.processes = processes;
        this.posix = posix;
        this.log = log;
    }

    @Override
    public MonitoredProcess create(MonitorCreateRequest request) {
        Path directory = request.runDirectory();
        List<String> argv = ConmonCommand.create(program, request);
        if (log.isDebug()) {
            log.debug("monitor: " + argv);
        }
        try (ConmonLaunch launch =
                new ConmonLaunch(processes, posix, request.runtime(), request.id(), directory, "create")) {
            launch.begin(
                    argv,
                    request.environment(),
                    request.preservedDescriptors(),
                    request.lifetimeDescriptor(),
                    request.directory(),
                    request.logDriver().equals("passthrough"),
                    false);
            MonitoredProcess process = launch.awaitProcess();
            if (!request.bundle().equals(directory)) {
                link(request.bundle(), directory, "attach");
                link(request.bundle(), directory, "ctl");
            }
            writePid(request.pidFile(), process.pid());
            writePid(request.monitorPidFile(), process.monitorPid());
            return process;
        } catch (IOException e) {
            throw JpodException.host("creating container " + request.id(), e);
        }
    }

    private static void link(Path bundle, Path directory, String name) throws IOException {
        Path link = directory.resolve(name);
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, bundle.resolve(name));
    }

    private static void writePid(Optional<Path> file, int pid) throws IOException {
        if (file.isPresent()) {
            AtomicFile.writeVolatile(file.get(), Integer.toString(pid));
        }
    }

    @Override
    public PendingExec exec(MonitorExecRequest request) {
        ConmonLaunch launch =
                new ConmonLaunch(processes, posix, request.runtime(), request.id(), request.runDirectory(), "exec");
        return new ConmonExec(program, request, posix, launch);
    }

    @Override
    public Attachment attach(Path runDirectory) {
        return connect(posix, runDirectory);
    }

    static Attachment connect(Posix posix, Path runDirectory) {
        Path socket = runDirectory.resolve("attach");
        try {
            return new ConmonAttachment(posix, runDirectory, posix.connectSeqpacket(socket.toString()));
        } catch (PosixException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ECONNREFUSED) {
                throw JpodException.notFound("no monitor listens at " + socket);
            }
            throw JpodException.host("connecting to the monitor's attach socket", e);
        }
    }

    @Override
    public void resize(Path runDirectory, int rows, int columns) {
        ConmonControl.resize(posix, runDirectory, rows, columns);
    }

    @Override
    public Optional<ProcessExit> exit(Path exitDirectory, ContainerId id) {
        Path file = exitDirectory.resolve(id.value());
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII).trim();
            int code = Integer.parseInt(text);
            boolean oom = Files.exists(exitDirectory.resolve("oom"));
            return Optional.of(
                    new ProcessExit(code, Files.getLastModifiedTime(file).toInstant(), oom));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (NumberFormatException e) {
            throw JpodException.external("exit file " + file + " of the monitor holds no number");
        } catch (IOException e) {
            throw JpodException.host("reading exit file " + file, e);
        }
    }

    @Override
    public void reopenLog(Path runDirectory) {
        ConmonControl.reopenLog(posix, runDirectory);
    }
}
