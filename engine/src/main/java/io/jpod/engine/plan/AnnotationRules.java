package io.jpod.engine.plan;

import io.jpod.engine.request.CreateRequest;
import io.jpod.engine.request.SecurityOptions;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** The annotations that podman gives every container, and the caller's. */
final class AnnotationRules {
    private AnnotationRules() {}

    static Map<String, String> annotations(CreateRequest request, Instant created, int stopSignal) {
        Map<String, String> result = new TreeMap<>();
        result.put("io.container.manager", "libpod");
        result.put("io.kubernetes.cri-o.Created", created.toString());
        result.put("io.kubernetes.cri-o.TTY", Boolean.toString(request.process().terminal()));
        flag(result, "autoremove", request.lifecycle().remove());
        flag(result, "init", request.process().init());
        flag(result, "privileged", request.security().privileged());
        flag(result, "publish-all", request.network().publishAll());
        result.put("org.opencontainers.image.stopSignal", Integer.toString(stopSignal));
        SecurityOptions security = request.security();
        text(result, "io.podman.annotations.seccomp", security.seccomp());
        text(result, "io.podman.annotations.apparmor", security.apparmor());
        text(result, "io.podman.annotations.label", String.join(",", security.selinuxLabels()));
        text(
                result,
                "io.podman.annotations.volumes-from",
                String.join(",", request.filesystem().volumesFrom()));
        text(result, "io.podman.annotations.cid-file", request.lifecycle().cidFile());
        if (request.process().groupAdd().contains("keep-groups")) {
            result.put("run.oci.keep_original_groups", "1");
        }
        result.putAll(request.annotations());
        return result;
    }

    private static void flag(Map<String, String> result, String name, boolean value) {
        result.put("io.podman.annotations." + name, value ? "TRUE" : "FALSE");
    }

    private static void text(Map<String, String> result, String name, String value) {
        if (!value.isEmpty()) {
            result.put(name, value);
        }
    }
}
