package io.jpod.plugins.fence;

import io.jpod.api.ContainerId;
import io.jpod.api.monitor.Attachment;
import io.jpod.api.monitor.ContainerMonitor;
import io.jpod.api.monitor.MonitorCreateRequest;
import io.jpod.api.monitor.MonitorExecRequest;
import io.jpod.api.monitor.MonitoredProcess;
import io.jpod.api.monitor.PendingExec;
import io.jpod.api.monitor.ProcessExit;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** A monitor. */
final class FencedContainerMonitor implements ContainerMonitor {
    private final ContainerMonitor target;
    private final Gate gate;

    FencedContainerMonitor(ContainerMonitor target, Gate gate) {
        this.target = target;
        this.gate = gate;
    }

    @Override
    public MonitoredProcess create(MonitorCreateRequest monitorCreateRequest) {
        Gate.Visit visit = gate.enter(target, "create");
        try {
            return Gate.answered(target.create(monitorCreateRequest));
        } catch (Throwable thrown) {
            throw gate.failure("create", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public PendingExec exec(MonitorExecRequest monitorExecRequest) {
        Gate.Visit visit = gate.enter(target, "exec");
        try {
            return Fences.of(target.exec(monitorExecRequest), gate);
        } catch (Throwable thrown) {
            throw gate.failure("exec", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public Attachment attach(Path path) {
        Gate.Visit visit = gate.enter(target, "attach");
        try {
            return Fences.of(target.attach(path), gate);
        } catch (Throwable thrown) {
            throw gate.failure("attach", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public void resize(Path path, int number, int number2) {
        gate.soon(target, "resize", new Supplier<Void>() {
            @Override
            public Void get() {
                target.resize(path, number, number2);
                return null;
            }
        });
    }

    @Override
    public Optional<ProcessExit> exit(Path path, ContainerId containerId) {
        return gate.soon(target, "exit", new Supplier<Optional<ProcessExit>>() {
            @Override
            public Optional<ProcessExit> get() {
                return Gate.answered(target.exit(path, containerId));
            }
        });
    }

    @Override
    public void reopenLog(Path path) {
        gate.soon(target, "reopenLog", new Supplier<Void>() {
            @Override
            public Void get() {
                target.reopenLog(path);
                return null;
            }
        });
    }
}
