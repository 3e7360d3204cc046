package io.jpod.support.process;

import io.jpod.api.host.HostFacts;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environment of the programs that the engine starts: the caller's, but for what would lead a root's runtime to the systemd of root's
 * login session instead of the machine's.
 */
public final class ToolEnvironment {
    private ToolEnvironment() {}

    public static Map<String, String> of(HostFacts host) {
        if (host.rootless()) {
            return host.environment();
        }
        Map<String, String> result = new LinkedHashMap<>(host.environment());
        result.remove("XDG_RUNTIME_DIR");
        result.remove("DBUS_SESSION_BUS_ADDRESS");
        return result;
    }
}
