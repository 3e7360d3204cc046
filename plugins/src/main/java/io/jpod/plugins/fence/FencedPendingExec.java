package io.jpod.plugins.fence;

import io.jpod.api.monitor.Attachment;
import io.jpod.api.monitor.MonitoredProcess;
import io.jpod.api.monitor.PendingExec;

/** A process that is about to run in a container. */
final class FencedPendingExec implements PendingExec {
    private final PendingExec target;
    private final Gate gate;

    FencedPendingExec(PendingExec target, Gate gate) {
        this.target = target;
        this.gate = gate;
    }

    @Override
    public Attachment attach() {
        Gate.Visit visit = gate.enter(target, "attach");
        try {
            return Fences.of(target.attach(), gate);
        } catch (Throwable thrown) {
            throw gate.failure("attach", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public MonitoredProcess start() {
        Gate.Visit visit = gate.enter(target, "start");
        try {
            return Gate.answered(target.start());
        } catch (Throwable thrown) {
            throw gate.failure("start", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public void close() {
        Gate.Visit visit = gate.enter(target, "close");
        try {
            target.close();
        } catch (Throwable thrown) {
            throw gate.failure("close", thrown);
        } finally {
            gate.leave(visit);
        }
    }
}
