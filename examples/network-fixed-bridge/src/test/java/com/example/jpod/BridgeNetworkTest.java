package com.example.jpod;

import io.jpod.api.network.Network;
import io.jpod.testkit.host.ContractContext;
import io.jpod.testkit.network.NetworkContractTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class BridgeNetworkTest extends NetworkContractTest {
    private final List<Process> containers = new ArrayList<>();

    @Override
    protected Network network() {
        return new BridgeNetwork(ContractContext.in(directory, Map.of()).processes());
    }

    /** A shell that says when it is in its namespaces, and then waits. */
    @Override
    protected int newContainer() {
        try {
            Process process = new ProcessBuilder("unshare", "--user", "--map-root-user", "--net", "sh", "-c", "echo; exec sleep 60")
                    .start();
            containers.add(process);
            process.getInputStream().read();
            return (int) process.pid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected boolean publishesPorts() {
        return false;
    }

    @Override
    protected boolean kill(int container) {
        return containers.removeIf(process -> process.pid() == container && process.destroyForcibly() != null);
    }

    @AfterEach
    void endContainers() {
        containers.forEach(Process::destroyForcibly);
    }
}
