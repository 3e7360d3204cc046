package io.jpod.testkit.runtime;

import io.jpod.api.ApiLevel;
import io.jpod.api.Availability;
import io.jpod.api.ContainerId;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.ProviderContext;
import io.jpod.api.host.HostFacts;
import io.jpod.api.runtime.OciRuntime;
import io.jpod.api.runtime.RuntimeProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A runtime with the command line that all share, for tests of what stands on runtimes. Its program is whatever {@code fake-runtime} or the
 * option {@code path} names; it says {@code no such command}, {@code permission denied} and {@code no such container}.
 */
public final class FakeRuntime implements OciRuntime {
    public static final String COMMAND_NOT_FOUND = "no such command";
    public static final String COMMAND_NOT_INVOKABLE = "permission denied";
    public static final String UNKNOWN_CONTAINER = "no such container";

    private final Path executable;
    private final List<String> globalArguments;

    public FakeRuntime(Path executable, List<String> globalArguments) {
        this.executable = executable;
        this.globalArguments = List.copyOf(globalArguments);
    }

    /** Opens {@link FakeRuntime}. */
    public static final class Provider implements RuntimeProvider {
        @Override
        public String id() {
            return "fake-runtime";
        }

        @Override
        public int apiLevel() {
            return ApiLevel.CURRENT;
        }

        @Override
        public Availability probe(HostFacts host) {
            return host.findExecutable(id()).isPresent()
                    ? Availability.usable()
                    : Availability.unusable("fake-runtime is not installed", "name a program in the test");
        }

        @Override
        public OciRuntime open(ProviderContext context) {
            String path = context.options().getOrDefault("path", "");
            Path program = path.isEmpty()
                    ? context.host()
                            .findExecutable(id())
                            .orElseThrow(() -> new JpodException(ErrorCode.HOST, "fake-runtime is not installed"))
                    : Path.of(path);
            return new FakeRuntime(
                    program, List.of("--root", context.runDirectory().toString()));
        }
    }

    @Override
    public Path executable() {
        return executable;
    }

    @Override
    public List<String> globalArguments() {
        return globalArguments;
    }

    @Override
    public List<String> createArguments() {
        return List.of();
    }

    @Override
    public List<String> start(ContainerId id) {
        return argv("start", id.value());
    }

    @Override
    public List<String> kill(ContainerId id, int signal, boolean all) {
        return argv("kill", all ? "--all" : "--one", id.value(), Integer.toString(signal));
    }

    @Override
    public List<String> delete(ContainerId id, boolean force) {
        return force ? argv("delete", "--force", id.value()) : argv("delete", id.value());
    }

    @Override
    public List<String> pause(ContainerId id, boolean freeze) {
        return argv(freeze ? "pause" : "resume", id.value());
    }

    @Override
    public List<String> update(ContainerId id, Path resources) {
        return argv("update", "--resources", resources.toString(), id.value());
    }

    @Override
    public JpodException failure(String operation, ContainerId id, String message) {
        boolean starts = operation.equals("create") || operation.equals("exec");
        if (message.contains(UNKNOWN_CONTAINER)) {
            return JpodException.notFound("container " + id.value() + " does not exist in the runtime");
        }
        if (starts && message.contains(COMMAND_NOT_FOUND)) {
            return new JpodException(
                    ErrorCode.COMMAND_NOT_FOUND,
                    "fake-runtime: " + message + ": OCI runtime attempted to invoke a command that was not found");
        }
        if (starts && message.contains(COMMAND_NOT_INVOKABLE)) {
            return new JpodException(
                    ErrorCode.COMMAND_NOT_INVOKABLE, "fake-runtime: " + message + ": OCI permission denied");
        }
        return JpodException.external("OCI runtime error: fake-runtime: " + message);
    }

    private List<String> argv(String... words) {
        List<String> result = new ArrayList<>();
        result.add(executable.toString());
        result.addAll(globalArguments);
        result.addAll(List.of(words));
        return result;
    }
}
