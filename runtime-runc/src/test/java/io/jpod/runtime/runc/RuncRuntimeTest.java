package io.jpod.runtime.runc;

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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages are recorded from runc 1.1.5. */
class RuncRuntimeTest extends RuntimeContractTest {
    private static final String START = "runc create failed: unable to start container process: ";

    private static String logged(String message) {
        return "time=\"2026-11-23T22:58:10Z\" level=error msg=\"" + message.replace("\"", "\\\"") + "\"\n";
    }

    @Override
    protected RuntimeProvider provider() {
        return new RuncProvider();
    }

    @Override
    protected String commandNotFound() {
        return logged(START + "exec: \"nosuch\": executable file not found in $PATH");
    }

    @Override
    protected String commandNotInvokable() {
        return logged(START + "exec: \"/tmp\": permission denied");
    }

    @Override
    protected String unknownContainer() {
        return logged("container does not exist");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "exec: \"/no/such\": stat /no/such: no such file or directory|COMMAND_NOT_FOUND",
                "exec: \"\": executable file not found in $PATH|COMMAND_NOT_FOUND",
                "exec: \"/bin/noexec\": permission denied|COMMAND_NOT_INVOKABLE",
                "exec: \"/bin/loop\": stat /bin/loop: too many levels of symbolic links|COMMAND_NOT_INVOKABLE",
                "error during container init: mkdir /bin/busybox: not a directory|COMMAND_NOT_INVOKABLE",
                "error during container init: sethostname: invalid argument|COMMAND_NOT_INVOKABLE",
                "unable to setup user: invalid argument|COMMAND_NOT_INVOKABLE",
            })
    void createFailuresHavePodmansExitCode(String message, ErrorCode expected) {
        JpodException failure = open().failure("create", ID, logged(START + message));
        assertEquals(expected, failure.code());
        assertTrue(failure.getMessage().contains("runc: " + START + message), failure.getMessage());
    }

    @Test
    void lastErrorCountsAndWarningsDoNot() {
        String message = "time=\"2026-11-23T22:58:12Z\" level=fatal msg=\"nsexec[23104]: failed to update"
                + " /proc/self/oom_score_adj: Permission denied\"\n"
                + logged(START + "can't get final child's PID from pipe: EOF")
                + "time=\"2026-11-23T22:58:13Z\" level=warning msg=\"runc pause may fail\"\n";
        assertEquals(
                "OCI runtime error: runc: " + START + "can't get final child's PID from pipe: EOF",
                open().failure("create", ID, message).getMessage());
    }

    @Test
    void messageIsReadFromJsonLines() {
        String log =
                "{\"level\":\"error\",\"msg\":\"" + START + "exec: \\\"x\\\": executable file not found in $PATH\"}";
        assertEquals(
                ErrorCode.COMMAND_NOT_FOUND, open().failure("create", ID, log).code());
    }

    @Test
    void hybridCgroupsAreNoHindrance() {
        host.cgroupMode = CgroupMode.HYBRID;
        assertInstanceOf(Availability.Usable.class, provider().probe(host));
    }

    @Test
    void rootlessAndManagerAreTold() {
        assertTrue(open().globalArguments().contains("--rootless=true"));
        host.delegatedCgroup = Path.of("/sys/fs/cgroup/user.slice");
        assertTrue(provider()
                .open(context(Map.of("cgroup-manager", "systemd")))
                .globalArguments()
                .contains("--systemd-cgroup"));
    }
}
