package io.jpod.engine.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import io.jpod.api.process.ProcessRequest;
import io.jpod.engine.spec.SpecFixture;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;

class MonitorScopeTest {
    private static final String SERVICE = "/user.slice/user-1000.slice/user@1000.service";
    private static final String SESSION = "/user.slice/user-1000.slice/session-2.scope";

    @TempDir
    private Path directory;

    private SpecFixture fixture;

    @BeforeEach
    void systemdHost() throws IOException {
        fixture = new SpecFixture(directory);
        fixture.host.systemd = true;
        fixture.host.delegatedCgroup = Path.of("/sys/fs/cgroup" + SERVICE);
        fixture.host.executables.put("systemd-run", Path.of("/usr/bin/systemd-run"));
        fixture.host.executables.put("busctl", Path.of("/usr/bin/busctl"));
        fixture.settings.put("engine", new JsonObject().put("cgroup_manager", "systemd"));
        callFrom(SESSION);
    }

    private void callFrom(String group) throws IOException {
        Path file = Files.writeString(directory.resolve("own-cgroup"), "0::" + group + "\n");
        fixture.hostFiles.put("/proc/self/cgroup", file);
    }

    private List<String> prefix() {
        return new MonitorScope(fixture.context).prefix("abc", "", "");
    }

    private void adopt() {
        new MonitorScope(fixture.context).adopt("abc", 4711, "", "");
    }

    @Test
    void fromALoginSessionTheMonitorIsStartedInAScopeOfTheUsersManager() {
        List<String> words = prefix();
        assertEquals(List.of("/usr/bin/systemd-run", "--user", "--scope"), words.subList(0, 3));
        assertEquals("--slice=user.slice", words.get(5));
        assertEquals("--", words.get(words.size() - 1));
        adopt();
        verify(fixture.context.processes(), never()).spawn(any());
    }

    @Test
    void fromWithinTheUsersManagerItIsMovedAfterwards() throws IOException {
        callFrom(SERVICE + "/app.slice/terminal.scope");
        assertEquals(List.of(), prefix());
        adopt();
        ArgumentCaptor<ProcessRequest> request = ArgumentCaptor.forClass(ProcessRequest.class);
        verify(fixture.context.processes()).spawn(request.capture());
        List<String> words = request.getValue().argv();
        assertEquals("/usr/bin/busctl", words.get(0));
        assertEquals("libpod-conmon-abc.scope", words.get(words.indexOf("fail") - 1));
        assertEquals("4711", words.get(words.indexOf("PIDs") + 3));
    }

    @Test
    void aGroupWhoseNameOnlyBeginsLikeTheDelegatedOneIsOutside() throws IOException {
        callFrom(SERVICE + "-other/app.scope");
        assertEquals("/usr/bin/systemd-run", prefix().get(0));
    }

    @Test
    void aServiceKeepsItsMonitor() throws IOException {
        callFrom(SERVICE + "/app.slice/web.service");
        fixture.host.environment.put("INVOCATION_ID", "1");
        adopt();
        verify(fixture.context.processes(), never()).spawn(any());
    }

    @Test
    void withoutSystemdNothingIsDone() {
        fixture.settings.put("engine", new JsonObject().put("cgroup_manager", "cgroupfs"));
        assertEquals(List.of(), prefix());
        adopt();
        verify(fixture.context.processes(), never()).spawn(any());
    }
}
