package io.jpod.runtime.crun;

import io.jpod.api.ContainerId;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.runtime.CommandLineRuntime;
import io.jpod.support.runtime.RuntimeMessage;
import java.nio.file.Path;
import java.util.List;

/** Answers of crun. */
final class CrunRuntime extends CommandLineRuntime {
    CrunRuntime(Path executable, List<String> globalArguments) {
        super(executable, globalArguments);
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
