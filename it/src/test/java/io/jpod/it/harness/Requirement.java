package io.jpod.it.harness;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/**
 * What a test needs from the machine. Where it is missing the test is skipped and says what to do; when {@code CI=true} it fails
 * instead, but for those that a machine of ours cannot have.
 */
public enum Requirement {
    ROOT("run the tests as root: scripts/rootless-host makes such a host for an unprivileged user", false),
    PODMAN("install podman", false),
    REGISTRY("install docker-registry", false),
    SKOPEO("install skopeo", false),
    LIMIT_CONTROLLERS("boot with cgroup v2 only: v1 holds the memory, cpu or pids controller", true),
    NETWORK_ADDRESS("give the machine an IPv4 address other than loopback", true),
    PRIVILEGED_PORTS("set net.ipv4.ip_unprivileged_port_start to 1024", true);

    private final String remedy;
    private final boolean excusedInCi;

    Requirement(String remedy, boolean excusedInCi) {
        this.remedy = remedy;
        this.excusedInCi = excusedInCi;
    }

    /** Skips or fails the test unless the machine has it. */
    public void check(boolean present) {
        if (!present && !excusedInCi && "true".equals(System.getenv("CI"))) {
            Assertions.fail("this machine lacks " + this + ": " + remedy);
        }
        Assumptions.assumeTrue(present, () -> "lacks " + this + ": " + remedy);
    }

    /** The same as a condition of a whole class. */
    ConditionEvaluationResult condition(boolean present) {
        if (present || (!excusedInCi && "true".equals(System.getenv("CI")))) {
            // The class runs, and fails where it needs what is missing.
            return ConditionEvaluationResult.enabled("required in CI");
        }
        return ConditionEvaluationResult.disabled("lacks " + this + ": " + remedy);
    }

    /** Checks for a program on the path. */
    public void checkProgram(String name) {
        boolean present = false;
        for (String directory : System.getenv("PATH").split(":")) {
            present |= java.nio.file.Files.isExecutable(java.nio.file.Path.of(directory, name));
        }
        check(present);
    }
}
