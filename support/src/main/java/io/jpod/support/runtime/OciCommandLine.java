package io.jpod.support.runtime;

import io.jpod.api.ContainerId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Argument vectors of a runtime with runc's command line. */
public final class OciCommandLine {
    private final Path executable;
    private final List<String> globalArguments;

    public OciCommandLine(Path executable, List<String> globalArguments) {
        this.executable = executable;
        this.globalArguments = List.copyOf(globalArguments);
    }

    public Path executable() {
        return executable;
    }

    public List<String> globalArguments() {
        return globalArguments;
    }

    public List<String> start(ContainerId id) {
        return argv("start", id.value());
    }

    public List<String> kill(ContainerId id, int signal, boolean all) {
        String number = Integer.toString(signal);
        return all ? argv("kill", "--all", id.value(), number) : argv("kill", id.value(), number);
    }

    public List<String> delete(ContainerId id, boolean force) {
        return force ? argv("delete", "--force", id.value()) : argv("delete", id.value());
    }

    public List<String> pause(ContainerId id, boolean freeze) {
        return argv(freeze ? "pause" : "resume", id.value());
    }

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
