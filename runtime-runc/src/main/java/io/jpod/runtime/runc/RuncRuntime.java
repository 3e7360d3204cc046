package io.jpod.runtime.runc;

import io.jpod.api.ContainerId;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.runtime.CommandLineRuntime;
import io.jpod.support.runtime.RuntimeMessage;
import java.nio.file.Path;
import java.util.List;

/** Answers of runc. */
final class RuncRuntime extends CommandLineRuntime {
    RuncRuntime(Path executable, List<String> globalArguments) {
        super(executable, globalArguments);
    }

    @Override
    public JpodException failure(String operation, ContainerId id, String message) {
        RuntimeMessage said = RuntimeMessage.of(message);
        String text = said.text();
        if (text.endsWith("container does not exist")) {
            return new JpodException(
                    ErrorCode.NOT_FOUND, "container " + id.value() + " does not exist in the runtime: runc: " + text);
        }
        return said.failure(RuncProvider.ID, operation.equals("create") || operation.equals("exec"));
    }
}
