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
import java.util.List;

/** A runtime of a plug-in. What its program says in the bad cases is asked of the program itself. */
final class RuntimeVerification extends RuntimeContractTest {
    private static final String CONFIG = """
            {"ociVersion": "1.0.2", "root": {"path": "root"},
             "process": {"user": {"uid": 0, "gid": 0}, "cwd": "/", "args": ["%s"], "env": ["PATH=/bin"]},
             "linux": {"namespaces": [{"type": "mount"}, {"type": "pid"}]}}
            """;

    private final Subject subject = new Subject();

    @Override
    protected RuntimeProvider provider() {
        return (RuntimeProvider) subject.provider();
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
    protected String unknownContainer() {
        return said(real().start(ID));
    }

    private OciRuntime real() {
        return provider().open(subject.context(directory.resolve("data"), directory.resolve("real")));
    }

    private String create(String command) {
        try {
            Path bundle = directory.resolve("bundle");
            Files.createDirectories(bundle.resolve("root/bin"));
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
