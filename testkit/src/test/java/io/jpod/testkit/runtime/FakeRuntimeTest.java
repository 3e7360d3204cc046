package io.jpod.testkit.runtime;

import io.jpod.api.runtime.RuntimeProvider;

class FakeRuntimeTest extends RuntimeContractTest {
    @Override
    protected RuntimeProvider provider() {
        return new FakeRuntime.Provider();
    }

    @Override
    protected String commandNotFound() {
        return FakeRuntime.COMMAND_NOT_FOUND;
    }

    @Override
    protected String commandNotInvokable() {
        return FakeRuntime.COMMAND_NOT_INVOKABLE;
    }

    @Override
    protected String unknownContainer() {
        return FakeRuntime.UNKNOWN_CONTAINER;
    }
}
