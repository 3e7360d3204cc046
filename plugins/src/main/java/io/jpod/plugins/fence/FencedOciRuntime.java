package io.jpod.plugins.fence;

import io.jpod.api.ContainerId;
import io.jpod.api.JpodException;
import io.jpod.api.runtime.OciRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** A runtime. */
final class FencedOciRuntime implements OciRuntime {
    private final OciRuntime target;
    private final Gate gate;

    FencedOciRuntime(OciRuntime target, Gate gate) {
        this.target = target;
        this.gate = gate;
    }

    @Override
    public Path executable() {
        return gate.soon(target, "executable", new Supplier<Path>() {
            @Override
            public Path get() {
                return Gate.answered(target.executable());
            }
        });
    }

    @Override
    public List<String> globalArguments() {
        return gate.soon(target, "globalArguments", new Supplier<List<String>>() {
            @Override
            public List<String> get() {
                return Gate.answered(target.globalArguments());
            }
        });
    }

    @Override
    public List<String> createArguments() {
        return gate.soon(target, "createArguments", new Supplier<List<String>>() {
            @Override
            public List<String> get() {
                return Gate.answered(target.createArguments());
            }
        });
    }

    @Override
    public List<String> start(ContainerId containerId) {
        return gate.soon(target, "start", new Supplier<List<String>>() {
            @Override
            public List<String> get() {
                return Gate.answered(target.start(containerId));
            }
        });
    }

    @Override
    public List<String> kill(ContainerId containerId, int number, boolean flag) {
        return gate.soon(target, "kill", new Supplier<List<String>>() {
            @Override
            public List<String> get() {
                return Gate.answered(target.kill(containerId, number, flag));
            }
        });
    }

    @Override
    public List<String> delete(ContainerId containerId, boolean flag) {
        return gate.soon(target, "delete", new Supplier<List<String>>() {
            @Override
            public List<String> get() {
                return Gate.answered(target.delete(containerId, flag));
            }
        });
    }

    @Override
    public List<String> pause(ContainerId containerId, boolean flag) {
        return gate.soon(target, "pause", new Supplier<List<String>>() {
            @Override
            public List<String> get() {
                return Gate.answered(target.pause(containerId, flag));
            }
        });
    }

    @Override
    public List<String> update(ContainerId containerId, Path path) {
        return gate.soon(target, "update", new Supplier<List<String>>() {
            @Override
            public List<String> get() {
                return Gate.answered(target.update(containerId, path));
            }
        });
    }

    @Override
    public JpodException failure(String string, ContainerId containerId, String string2) {
        return gate.soon(target, "failure", new Supplier<JpodException>() {
            @Override
            public JpodException get() {
                return Gate.answered(target.failure(string, containerId, string2));
            }
        });
    }
}
