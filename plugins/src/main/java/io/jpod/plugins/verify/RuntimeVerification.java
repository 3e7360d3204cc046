package io.jpod.plugins.verify;

import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.runtime.OciRuntime;
import io.jpod.api.runtime.RuntimeProvider;
import io.jpod.testkit.runtime.RuntimeContractTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A runtime of a plug-in. What its program says in the bad cases is asked of the program itself. */
final class RuntimeVerification extends RuntimeContractTest {
    private static final String CONFIG = """
            {"ociVersion": "1.0.2", "root": {"path": "root"},
             "process": {"user": {"uid": 0, "gid": 0}, "cwd": "/", "args": ["%s"], "env": ["PATH=/bin"]},
             "mounts": [{"destination": "/proc", "type": "proc", "source": "proc"}],
             "linux": {"namespaces": [{"type": "mount"}, {"type": "pid"}]}}
            """;

    private final Subject subject = new Subject();
    /** What the program said, by what it was asked to run: it is asked once, as two of one id would be in each other's way. */
    private final Map<String, String> answers = new HashMap<>();

    @Override
    protected RuntimeProvider provider() {
        return (RuntimeProvider) subject.provider();
    }

    /** Its name need not be the runtime's id: what it is called here is what it looks for. */
    @Override
    protected String program() {
        return real().executable().getFileName().toString();
    }

    @Override
    protected String commandNotFound() {
        return create("no-such-command");
    }

    @Override
    protected String commandNotInvokable() {
        return create("/bin/not-executable");
    }

    @Override
    protected synchronized String unknownContainer() {
        return answers.computeIfAbsent("", absent -> said(real().start(ID)));
    }

    private OciRuntime real() {
        return provider().open(subject.context(directory.resolve("data"), directory.resolve("real")));
    }

    private synchronized String create(String command) {
        return answers.computeIfAbsent(command, this::askToCreate);
    }

    private String askToCreate(String command) {
        try {
            Path bundle = directory.resolve("bundle");
            for (String directory : List.of("bin", "dev", "proc")) {
                Files.createDirectories(bundle.resolve("root").resolve(directory));
            }
            Files.writeString(bundle.resolve("root/bin/not-executable"), "");
            Files.writeString(bundle.resolve("config.json"), CONFIG.replace("%s", command));
            OciRuntime runtime = real();
            List<String> argv = new ArrayList<>();
            argv.add(runtime.executable().toString());
            argv.addAll(runtime.globalArguments());
            argv.add("create");
            argv.addAll(runtime.createArguments());
            argv.addAll(List.of("--bundle", bundle.toString(), ID.value()));
            return said(argv);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String said(List<String> argv) {
        ProcessResult result = subject.processes().run(ProcessRequest.of(argv));
        if (result.succeeded()) {
            throw new AssertionError(argv + " should have failed");
        }
        return result.stderr();
    }
}
