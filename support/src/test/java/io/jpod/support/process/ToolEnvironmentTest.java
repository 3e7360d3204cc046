package io.jpod.support.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.testkit.host.FakeHostFacts;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolEnvironmentTest {
    @Test
    void rootsProgramsFindTheMachinesSystemd() {
        FakeHostFacts host = new FakeHostFacts();
        host.environment.putAll(Map.of(
                "PATH",
                "/bin",
                "XDG_RUNTIME_DIR",
                "/run/user/0",
                "DBUS_SESSION_BUS_ADDRESS",
                "unix:path=/run/user/0/bus"));
        assertEquals(host.environment, ToolEnvironment.of(host));
        host.environment.put("NOTIFY_SOCKET", "/run/systemd/notify");
        assertEquals(
                Map.of(
                        "PATH",
                        "/bin",
                        "XDG_RUNTIME_DIR",
                        "/run/user/0",
                        "DBUS_SESSION_BUS_ADDRESS",
                        "unix:path=/run/user/0/bus"),
                ToolEnvironment.of(host));
        host.rootless = false;
        assertEquals(Map.of("PATH", "/bin"), ToolEnvironment.of(host));
    }
}
