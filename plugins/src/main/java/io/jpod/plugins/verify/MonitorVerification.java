package io.jpod.plugins.verify;

import io.jpod.api.ContainerId;
import io.jpod.api.monitor.ContainerMonitor;
import io.jpod.api.monitor.MonitorCreateRequest;
import io.jpod.api.monitor.MonitorExecRequest;
import io.jpod.api.monitor.MonitorProvider;
import io.jpod.api.process.ProcessRequest;
import io.jpod.testkit.monitor.MonitorContractTest;
import io.jpod.testkit.monitor.SampleProgram;
import io.jpod.testkit.runtime.FakeRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** A monitor of a plug-in, with a runtime that is a shell script. */
final class MonitorVerification extends MonitorContractTest {
    private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

    private final Subject subject = new Subject();
    private FakeRuntime runtime;

    @BeforeEach
    void unpackRuntime() throws IOException {
        Path script = directory.resolve("script-runtime");
        try (InputStream in = MonitorVerification.class.getResourceAsStream("script-runtime")) {
            Files.write(script, in.readAllBytes());
        }
        script.toFile().setExecutable(true);
        runtime = new FakeRuntime(
                script, List.of("--root", directory.resolve("state").toString()));
    }

    @Override
    protected ContainerMonitor monitor() {
        return ((MonitorProvider) subject.provider()).open(subject.context(directory.resolve("data"), directory));
    }

    private static String script(SampleProgram program) {
        return switch (program) {
            case PRINTS -> "echo out; echo err >&2; exit 7\n";
            case COPIES -> "exec cat\n";
            case RUNS -> "exec sleep 1000\n";
            case MISSING -> "";
        };
    }

    @Override
    protected MonitorCreateRequest.Builder container(ContainerId id, SampleProgram program) throws IOException {
        Path bundle = directory.resolve("bundle");
        Files.createDirectories(bundle);
        Files.writeString(bundle.resolve("program"), script(program));
        return MonitorCreateRequest.builder()
                .id(id)
                .name("sample")
                .runtime(runtime)
                .bundle(bundle)
                .logDriver("k8s-file")
                .logPath(directory.resolve("log"))
                .environment(PATH);
    }

    @Override
    protected MonitorExecRequest.Builder session(ContainerId id, SampleProgram program) throws IOException {
        Path process = directory.resolve("process");
        Files.writeString(process, script(program));
        return MonitorExecRequest.builder()
                .id(id)
                .runtime(runtime)
                .bundle(directory.resolve("bundle"))
                .processFile(process)
                .environment(PATH);
    }

    @Override
    protected void start(ContainerId id) {
        subject.processes().run(ProcessRequest.of(runtime.start(id)));
    }

    @Override
    protected void kill(ContainerId id) {
        subject.processes().run(ProcessRequest.of(runtime.kill(id, 9, false)));
    }
}
