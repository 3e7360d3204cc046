package io.jpod.support.runtime;

import io.jpod.api.ContainerId;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.ProviderContext;
import io.jpod.api.runtime.OciRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A runtime with runc's command line. What is left to each runtime is what its messages mean. */
public abstract class CommandLineRuntime implements OciRuntime {
    private final Path executable;
    private final List<String> globalArguments;

    /** @param globalArguments what stands between the program and the operation, in every call */
    protected CommandLineRuntime(Path executable, List<String> globalArguments) {
        this.executable = executable;
        this.globalArguments = List.copyOf(globalArguments);
    }

    /**
     * The program to run: the option {@code path}, or what {@code PATH} leads to.
     *
     * @param name of the program and of its package
     */
    public static Path executable(ProviderContext context, String name) {
        String path = context.options().getOrDefault("path", "");
        Path executable = path.isEmpty()
                ? context.host()
                        .findExecutable(name)
                        .orElseThrow(() -> new JpodException(ErrorCode.HOST, name + " is not installed")
                                .withRemedy("install the package " + name))
                : Path.of(path);
        if (!Files.isExecutable(executable)) {
            throw new JpodException(ErrorCode.HOST, "runtime " + executable + " is not an executable file");
        }
        return executable;
    }

    /** Global arguments that the user asked for: the option {@code flags}, joined by blanks, each with or without dashes. */
    public static List<String> flags(ProviderContext context) {
        List<String> arguments = new ArrayList<>();
        for (String flag : context.options().getOrDefault("flags", "").split(" ")) {
            if (!flag.isEmpty()) {
                arguments.add(flag.startsWith("-") ? flag : "--" + flag);
            }
        }
        return arguments;
    }

    @Override
    public final Path executable() {
        return executable;
    }

    @Override
    public final List<String> globalArguments() {
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
        String number = Integer.toString(signal);
        return all ? argv("kill", "--all", id.value(), number) : argv("kill", id.value(), number);
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

    private List<String> argv(String... words) {
        List<String> result = new ArrayList<>(1 + globalArguments.size() + words.length);
        result.add(executable.toString());
        result.addAll(globalArguments);
        result.addAll(List.of(words));
        return result;
    }
}
