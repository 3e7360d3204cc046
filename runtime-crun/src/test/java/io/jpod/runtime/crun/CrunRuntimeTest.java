package io.jpod.runtime.crun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.Availability;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.host.CgroupMode;
import io.jpod.api.runtime.RuntimeProvider;
import io.jpod.testkit.runtime.RuntimeContractTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages are recorded from crun 1.8.1. */
class CrunRuntimeTest extends RuntimeContractTest {
    @Override
    protected RuntimeProvider provider() {
        return new CrunProvider();
    }

    @Override
    protected String commandNotFound() {
        return "executable file `nosuch` not found in $PATH: No such file or directory\n";
    }

    @Override
    protected String commandNotInvokable() {
        return "open executable: Operation not permitted\n";
    }

    @Override
    protected String unknownContainer() {
        return "error opening file `/run/crun/" + ID.value() + "/status`: No such file or directory\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "executable file `/no/such` not found in $PATH: No such file or directory|COMMAND_NOT_FOUND",
                "open executable: Permission denied|COMMAND_NOT_INVOKABLE",
                "open executable: Too many levels of symbolic links|COMMAND_NOT_INVOKABLE",
                "open executable: Not a directory|COMMAND_NOT_INVOKABLE",
                "chdir `/bin/busybox`: Not a directory|COMMAND_NOT_INVOKABLE",
                "error stat'ing file `/no/such`: No such file or directory|COMMAND_NOT_FOUND",
                "mount `x` to `mnt`: No such device|COMMAND_NOT_INVOKABLE",
                "sethostname: Invalid argument|COMMAND_NOT_INVOKABLE",
                "write to /proc/self/oom_score_adj: Permission denied|COMMAND_NOT_INVOKABLE",
                "cannot setresuid to 99999999: Invalid argument|COMMAND_NOT_INVOKABLE",
                "setrlimit `RLIMIT_NOFILE`: Operation not permitted|COMMAND_NOT_INVOKABLE",
                "exec: Exec format error|COMMAND_NOT_INVOKABLE",
            })
    void createFailuresHavePodmansExitCode(String message, ErrorCode expected) {
        JpodException failure = open().failure("create", ID, message + "\n");
        assertEquals(expected, failure.code());
        assertTrue(failure.getMessage().contains("crun: " + message), failure.getMessage());
    }

    @Test
    void messageIsReadFromJsonLines() {
        String log =
                "{\"msg\":\"open executable: Permission denied\",\"level\":\"error\",\"time\":\"2026-11-23T22:58:10Z\"}";
        assertEquals(
                "crun: open executable: Permission denied: OCI permission denied",
                open().failure("create", ID, log).getMessage());
    }

    @Test
    void pauseWithoutCgroupIsAnExternalFailure() {
        JpodException failure = open().failure("pause", ID, "cannot pause the container without a cgroup\n");
        assertEquals(ErrorCode.EXTERNAL, failure.code());
        assertEquals("OCI runtime error: crun: cannot pause the container without a cgroup", failure.getMessage());
    }

    @Test
    void unknownContainerOnDeleteIsTold() {
        String message = "cannot open directory '/run/crun/" + ID.value() + "': No such file or directory\n";
        assertEquals(ErrorCode.NOT_FOUND, open().failure("delete", ID, message).code());
    }

    @Test
    void hybridCgroupsAreRefusedWithARemedy() {
        host.cgroupMode = CgroupMode.HYBRID;
        Availability.Unusable answer =
                assertInstanceOf(Availability.Unusable.class, provider().probe(host));
        assertEquals("crun refuses hybrid cgroups", answer.reason());
    }

    @Test
    void withoutDelegationNoCgroupIsMade() {
        assertTrue(open().globalArguments().contains("--cgroup-manager=disabled"));
        host.delegatedCgroup = Path.of("/sys/fs/cgroup/user.slice");
        assertTrue(open().globalArguments().contains("--cgroup-manager=cgroupfs"));
        assertTrue(provider()
                .open(context(Map.of("cgroup-manager", "systemd")))
                .globalArguments()
                .contains("--cgroup-manager=systemd"));
    }

    @Test
    void flagsAreHandedOn() {
        List<String> arguments =
                provider().open(context(Map.of("flags", "debug --log=/x"))).globalArguments();
        assertTrue(arguments.containsAll(List.of("--debug", "--log=/x")), arguments.toString());
    }
}
