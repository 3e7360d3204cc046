package io.jpod.support.process;

import io.jpod.api.host.HostFacts;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environment of the programs that the engine starts: the caller's, but for what would lead a root's runtime to the systemd of root's
 * login session instead of the machine's, and for the socket on which a service manager waits for news of the caller (sd_notify(3)):
 * crun would offer it to a container that was made without.
 */
public final class ToolEnvironment {
    private static final String NOTIFY_SOCKET = "NOTIFY_SOCKET";

    private ToolEnvironment() {}

    public static Map<String, String> of(HostFacts host) {
        if (host.rootless() && !host.environment().containsKey(NOTIFY_SOCKET)) {
            return host.environment();
        }
        Map<String, String> result = new LinkedHashMap<>(host.environment());
        result.remove(NOTIFY_SOCKET);
        if (!host.rootless()) {
            result.remove("XDG_RUNTIME_DIR");
            result.remove("DBUS_SESSION_BUS_ADDRESS");
        }
        return result;
    }
}
