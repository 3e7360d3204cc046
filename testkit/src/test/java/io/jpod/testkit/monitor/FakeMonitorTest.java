package io.jpod.testkit.monitor;

import io.jpod.api.ContainerId;
import io.jpod.api.monitor.ContainerMonitor;
import io.jpod.api.monitor.MonitorCreateRequest;
import io.jpod.api.monitor.MonitorExecRequest;
import io.jpod.testkit.runtime.FakeRuntime;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

class FakeMonitorTest extends MonitorContractTest {
    private final FakeMonitor monitor = new FakeMonitor(Clock.systemUTC(), pid -> {}, pid -> {});
    private final FakeRuntime runtime = new FakeRuntime(Path.of("/fake-runtime"), List.of());

    @Override
    protected ContainerMonitor monitor() {
        return monitor;
    }

    @Override
    protected MonitorCreateRequest.Builder container(ContainerId id, SampleProgram program) {
        monitor.behave(program);
        return MonitorCreateRequest.builder().id(id).runtime(runtime).bundle(directory);
    }

    @Override
    protected MonitorExecRequest.Builder session(ContainerId id, SampleProgram program) {
        monitor.behave(program);
        return MonitorExecRequest.builder()
                .id(id)
                .runtime(runtime)
                .bundle(directory)
                .processFile(directory.resolve("process.json"));
    }

    @Override
    protected void start(ContainerId id) {
        monitor.start(id);
    }

    @Override
    protected void kill(ContainerId id) {
        monitor.end(id, 137);
    }
}
