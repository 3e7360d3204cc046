package io.jpod.monitor.conmon;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.monitor.Attachment;
import io.jpod.api.monitor.MonitorExecRequest;
import io.jpod.api.monitor.MonitoredProcess;
import io.jpod.api.monitor.PendingExec;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.file.Path;
import java.util.Optional;

/** An exec session whose conmon is started by {@link #attach}, or by {@link #start} when nobody attaches. */
final class ConmonExec implements PendingExec {
    private static final int SIGKILL = 9;

    private final Path program;
    private final MonitorExecRequest request;
    private final Posix posix;
    private final ConmonLaunch launch;
    private boolean waiting;
    private boolean started;

    ConmonExec(Path program, MonitorExecRequest request, Posix posix, ConmonLaunch launch) {
        this.program = program;
        this.request = request;
        this.posix = posix;
        this.launch = launch;
    }

    @Override
    public Attachment attach() {
        if (!request.attach() || waiting) {
            throw new JpodException(ErrorCode.INTERNAL, "exec session " + request.session() + " cannot be attached to");
        }
        begin();
        waiting = true;
        launch.awaitSocket();
        return ConmonMonitor.connect(posix, request.runDirectory());
    }

    @Override
    public MonitoredProcess start() {
        try {
            if (!request.attach()) {
                begin();
            } else {
                if (!waiting) {
                    attach().close();
                }
                launch.release();
            }
            started = true;
            return launch.awaitProcess();
        } catch (PosixException e) {
            throw JpodException.host("starting exec session " + request.session(), e);
        }
    }

    private void begin() {
        launch.begin(
                ConmonCommand.exec(program, request),
                request.environment(),
                request.preservedDescriptors(),
                request.lifetimeDescriptor(),
                Optional.empty(),
                false,
                request.attach());
    }

    @Override
    public void close() {
        if (waiting && !started) {
            // The end of the start pipe would let it run.
            int monitor = launch.monitorPid();
            try {
                if (monitor > 0) {
                    posix.kill(monitor, SIGKILL);
                }
            } catch (PosixException e) {
                // It is gone already.
                started = true;
            }
        }
        launch.close();
    }
}
