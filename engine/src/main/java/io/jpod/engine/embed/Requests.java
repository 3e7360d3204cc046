package io.jpod.engine.embed;

import io.jpod.engine.request.CreateRequest;
import io.jpod.engine.request.FilesystemOptions;
import io.jpod.engine.request.LifecycleOptions;
import io.jpod.engine.request.LogOptions;
import io.jpod.engine.request.MountSpec;
import io.jpod.engine.request.NamespaceMode;
import io.jpod.engine.request.NamespaceOptions;
import io.jpod.engine.request.NetworkOptions;
import io.jpod.engine.request.PortRequest;
import io.jpod.engine.request.ProcessOptions;
import io.jpod.engine.request.ResourceLimits;
import io.jpod.engine.request.SecurityOptions;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** From {@link ContainerSpec} to the engine's request, with the command line's defaults. */
final class Requests {
    private Requests() {}

    /** @param keepsLog whether output is recorded, for {@code logs}; a command that is waited for needs no record */
    static CreateRequest create(JsonObject spec, boolean keepsLog) {
        String pull = spec.getString("pull", "missing");
        return CreateRequest.builder()
                .name(spec.getString("name", ""))
                .image(spec.getString("image", ""))
                .pull(pull)
                .process(ProcessOptions.builder()
                        .command(spec.getStrings("command"))
                        .env(spec.getStringMap("env"))
                        .user(spec.getString("user", ""))
                        .workingDirectory(spec.getString("workingDirectory", ""))
                        .passwd(true)
                        .httpProxy(true)
                        .systemd("true")
                        .attachStdout(true)
                        .attachStderr(true)
                        .build())
                .security(SecurityOptions.builder().build())
                .resources(ResourceLimits.builder().build())
                .filesystem(FilesystemOptions.builder()
                        .readOnlyTmpfs(true)
                        .imageVolume("bind")
                        .mounts(mounts(spec))
                        .build())
                .namespaces(namespaces(spec.getString("network", "")))
                .network(NetworkOptions.builder().ports(ports(spec)).build())
                .log(LogOptions.builder().driver(keepsLog ? "" : "none").build())
                .lifecycle(LifecycleOptions.builder().build())
                .build();
    }

    private static List<MountSpec> mounts(JsonObject spec) {
        List<MountSpec> mounts = new ArrayList<>();
        for (JsonObject mount : spec.getObjects("mounts")) {
            mounts.add(MountSpec.builder()
                    .type("bind")
                    .source(mount.getString("source", ""))
                    .destination(mount.getString("destination", ""))
                    .options(mount.getStrings("options"))
                    .build());
        }
        return mounts;
    }

    private static List<PortRequest> ports(JsonObject spec) {
        List<PortRequest> ports = new ArrayList<>();
        for (Object port : spec.getList("publish")) {
            ports.add(PortRequest.builder()
                    .hostIp("127.0.0.1")
                    .containerPort(((Long) port).intValue())
                    .range(1)
                    .protocol("tcp")
                    .build());
        }
        return ports;
    }

    private static NamespaceOptions namespaces(String network) {
        NamespaceMode usual = NamespaceMode.builder().build();
        return NamespaceOptions.builder()
                .pid(usual)
                .ipc(usual)
                .uts(usual)
                .cgroup(usual)
                .user(usual)
                .network(NamespaceMode.builder().kind(network).build())
                .cgroups("enabled")
                .build();
    }
}
