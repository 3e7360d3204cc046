package com.example.jpod;

import io.jpod.api.runtime.RuntimeProvider;
import io.jpod.testkit.runtime.RuntimeContractTest;

class TraceRuntimeTest extends RuntimeContractTest {
    @Override
    protected RuntimeProvider provider() {
        return new TraceRuntimeProvider();
    }

    @Override
    protected String program() {
        return "crun";
    }

    @Override
    protected String commandNotFound() {
        return "executable file `nope` not found in $PATH: No such file or directory";
    }

    @Override
    protected String commandNotInvokable() {
        return "open executable: Permission denied";
    }

    @Override
    protected String unknownContainer() {
        return "error opening file `/run/" + ID.value() + "/status`: No such file or directory";
    }
}
