package io.jpod.runtime.crun;

import io.jpod.api.ContainerId;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.runtime.OciRuntime;
import io.jpod.support.runtime.OciCommandLine;
import io.jpod.support.runtime.RuntimeMessage;
import java.nio.file.Path;
import java.util.List;

/** Command lines and answers of crun. */
final class CrunRuntime implements OciRuntime {
    private final OciCommandLine commands;

    CrunRuntime(Path executable, List<String> globalArguments) {
        this.commands = new OciCommandLine(executable, globalArguments);
    }

    @Override
    public Path executable() {
        return commands.executable();
    }

    @Override
    public List<String> globalArguments() {
        return commands.globalArguments();
    }

    @Override
    public List<String> createArguments() {
        return List.of();
    }

    @Override
    public List<String> start(ContainerId id) {
        return commands.start(id);
    }

    @Override
    public List<String> kill(ContainerId id, int signal, boolean all) {
        return commands.kill(id, signal, all);
    }

    @Override
    public List<String> delete(ContainerId id, boolean force) {
        return commands.delete(id, force);
    }

    @Override
    public List<String> pause(ContainerId id, boolean freeze) {
        return commands.pause(id, freeze);
    }

    @Override
    public List<String> update(ContainerId id, Path resources) {
        return commands.update(id, resources);
    }

    @Override
    public JpodException failure(String operation, ContainerId id, String message) {
        RuntimeMessage said = RuntimeMessage.of(message);
        String text = said.text();
        boolean noStatus = text.contains("/" + id.value() + "/status`: No such file or directory");
        boolean noDirectory =
                text.startsWith("cannot open directory") && text.contains("/" + id.value() + "': No such file");
        if (noStatus || noDirectory) {
            return new JpodException(
                    ErrorCode.NOT_FOUND, "container " + id.value() + " does not exist in the runtime: crun: " + text);
        }
        if (text.contains("cgroups in hybrid mode not supported")) {
            return new JpodException(ErrorCode.HOST, "OCI runtime error: crun: " + text)
                    .withRemedy("use --runtime runc, or boot with systemd.unified_cgroup_hierarchy=1");
        }
        return said.failure(CrunProvider.ID, operation.equals("create") || operation.equals("exec"));
    }
}
