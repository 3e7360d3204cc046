package io.jpod.engine.inspect;

import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.request.PortRequest;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code NetworkSettings} and {@code PortBindings}. */
final class PortSections {
    private PortSections() {}

    static JsonObject networkSettings(ContainerConfig config) {
        return new JsonObject()
                .put("EndpointID", "")
                .put("Gateway", "")
                .put("IPAddress", "")
                .put("IPPrefixLen", 0)
                .put("IPv6Gateway", "")
                .put("GlobalIPv6Address", "")
                .put("GlobalIPv6PrefixLen", 0)
                .put("MacAddress", "")
                .put("Bridge", "")
                .put("SandboxID", "")
                .put("HairpinMode", false)
                .put("LinkLocalIPv6Address", "")
                .put("LinkLocalIPv6PrefixLen", 0)
                .put("Ports", ports(config))
                .put("SandboxKey", "");
    }

    /** Published ports, and those that are only exposed, with null. */
    static JsonObject ports(ContainerConfig config) {
        Map<String, List<Object>> byPort = new TreeMap<>();
        for (PortRequest port : config.ports()) {
            for (int i = 0; i < Math.max(1, port.range()); i++) {
                String key = port.containerPort() + i + "/" + port.protocol();
                byPort.computeIfAbsent(key, unused -> new ArrayList<>())
                        .add(new JsonObject()
                                .put("HostIp", port.hostIp())
                                .put("HostPort", Integer.toString(port.hostPort() + i)));
            }
        }
        if (hasOwnPorts(config)) {
            for (String port : config.exposedPorts()) {
                byPort.putIfAbsent(port.indexOf('/') < 0 ? port + "/tcp" : port, List.of());
            }
        }
        JsonObject json = new JsonObject();
        for (Map.Entry<String, List<Object>> entry : byPort.entrySet()) {
            if (entry.getValue().isEmpty()) {
                json.putNull(entry.getKey());
            } else {
                json.put(entry.getKey(), entry.getValue());
            }
        }
        return json;
    }

    private static boolean hasOwnPorts(ContainerConfig config) {
        switch (config.network().kind()) {
            case "none", "host", "container", "ns":
                return false;
            default:
                return true;
        }
    }
}
