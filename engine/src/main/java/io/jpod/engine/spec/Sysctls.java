package io.jpod.engine.spec;

import io.jpod.api.JpodException;
import io.jpod.engine.request.NamespaceMode;
import io.jpod.engine.request.NamespaceOptions;
import io.jpod.support.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Kernel settings of a container: only such that belong to one of its own namespaces. */
public final class Sysctls {
    private static final List<String> DEFAULT = List.of("net.ipv4.ping_group_range=0 0");
    private static final List<String> IPC = List.of(
            "kernel.msgmax",
            "kernel.msgmnb",
            "kernel.msgmni",
            "kernel.sem",
            "kernel.shmall",
            "kernel.shmmax",
            "kernel.shmmni",
            "kernel.shm_rmid_forced");

    private Sysctls() {}

    /**
     * Checks what a user asks for.
     *
     * @throws JpodException USAGE in podman's words
     */
    public static void check(NamespaceOptions namespaces, NamespaceMode network) {
        for (Map.Entry<String, String> entry : namespaces.sysctls().entrySet()) {
            String name = entry.getKey();
            String owner = owner(name);
            if (owner.isEmpty() || name.equals("kernel.hostname")) {
                throw JpodException.usage("sysctl '" + name + "' is not allowed");
            }
            if (foreign(owner, namespaces, network)) {
                throw JpodException.usage("sysctl " + name + "=" + entry.getValue() + " can't be set since " + owner
                        + " Namespace set to host: invalid argument");
            }
        }
    }

    /** Configured ones that apply, then the user's. */
    static Map<String, String> effective(NamespaceOptions namespaces, NamespaceMode network, JsonObject settings) {
        JsonObject containers = settings.getObject("containers");
        List<String> configured =
                containers.has("default_sysctls") ? containers.getStrings("default_sysctls") : DEFAULT;
        Map<String, String> result = new LinkedHashMap<>();
        boolean sharedNetwork = network.kind().equals("host")
                || network.kind().equals("container")
                || network.kind().equals("ns");
        for (String line : configured) {
            int equals = line.indexOf('=');
            String name = equals < 0 ? line : line.substring(0, equals).strip();
            String owner = owner(name);
            if (equals < 0 || owner.equals("Network") && sharedNetwork || foreign(owner, namespaces, network)) {
                continue;
            }
            result.put(name, line.substring(equals + 1).strip());
        }
        result.putAll(namespaces.sysctls());
        return result;
    }

    private static String owner(String name) {
        if (name.startsWith("net.")) {
            return "Network";
        }
        if (IPC.contains(name) || name.startsWith("fs.mqueue.")) {
            return "IPC";
        }
        return name.equals("kernel.domainname") || name.equals("kernel.hostname") ? "UTS" : "";
    }

    private static boolean foreign(String owner, NamespaceOptions namespaces, NamespaceMode network) {
        return switch (owner) {
            case "Network" -> network.kind().equals("host");
            case "IPC" -> namespaces.ipc().kind().equals("host");
            case "UTS" -> namespaces.uts().kind().equals("host");
            default -> false;
        };
    }
}
