package io.jpod.engine.inspect;

import io.jpod.engine.Containers.Snapshot;
import io.jpod.engine.Containers.Usage;
import io.jpod.engine.EngineContext;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.container.ContainerPaths;
import io.jpod.engine.container.ContainerState;
import io.jpod.support.cgroup.CgroupManager;
import io.jpod.support.host.LocalZone;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The document of one container. */
public final class ContainerInspection {
    private final EngineContext context;
    private final ContainerPaths paths;
    private final LocalZone zone;

    public ContainerInspection(EngineContext context) {
        this.context = context;
        this.paths = ContainerPaths.of(context);
        this.zone = LocalZone.of(context.clock());
    }

    /**
     * Describes.
     *
     * @param usage present when sizes are wanted
     */
    public JsonObject describe(Snapshot container, Optional<Usage> usage) {
        ContainerConfig config = container.config();
        RuntimeFacts facts = RuntimeFacts.of(context, config, paths.run(config.id()));
        List<String> words = new ArrayList<>(config.entrypoint());
        words.addAll(config.command());
        JsonObject json = new JsonObject()
                .put("Id", config.id())
                .put("Created", Moments.text(config.created(), zone))
                .put("Path", words.isEmpty() ? "" : words.get(0))
                .put("Args", words.isEmpty() ? List.of() : words.subList(1, words.size()))
                .put("State", state(container.state(), facts))
                .put("Image", config.imageId())
                .put("ImageDigest", config.imageDigest())
                .put("ImageName", config.imageName())
                .put("Rootfs", config.request().filesystem().rootfs())
                .put("Pod", "");
        files(json, config, container.state());
        json.put("Name", container.name())
                .put("RestartCount", container.state().restarts())
                .put("Driver", config.storageDriver())
                .put("MountLabel", "")
                .put("ProcessLabel", "")
                .put("AppArmorProfile", config.request().security().apparmor())
                .put("EffectiveCaps", facts.effective())
                .put("BoundingCaps", facts.bounding())
                .put("ExecIDs", container.state().execIds())
                .put(
                        "GraphDriver",
                        new JsonObject().put("Name", config.storageDriver()).putNull("Data"));
        if (usage.isPresent()) {
            json.put("SizeRw", usage.get().writable());
            json.put("SizeRootFs", usage.get().total());
        }
        MountSections mounts = new MountSections(config, context.volumes());
        return json.put("Mounts", mounts.mounts())
                .put("Dependencies", config.dependencies())
                .put("NetworkSettings", PortSections.networkSettings(config))
                .put("Namespace", "")
                .put("IsInfra", false)
                .put("IsService", false)
                .put("Config", ConfigSection.describe(container))
                .put("HostConfig", new HostConfigSection(container, facts, mounts, cgroupManager()).describe());
    }

    private String cgroupManager() {
        String configured = context.settings().getObject("engine").getString("cgroup_manager", "");
        return CgroupManager.choose(context.host(), configured) == CgroupManager.SYSTEMD ? "systemd" : "cgroupfs";
    }

    private JsonObject state(ContainerState state, RuntimeFacts facts) {
        String status = shown(state.status());
        JsonObject json = new JsonObject()
                .put("OciVersion", facts.ociVersion())
                .put("Status", status)
                .put("Running", status.equals("running"))
                .put("Paused", status.equals("paused"))
                .put("Restarting", false)
                .put("OOMKilled", state.oomKilled())
                .put("Dead", false)
                .put("Pid", state.pid());
        if (state.monitorPid() != 0) {
            json.put("ConmonPid", state.monitorPid());
        }
        json.put("ExitCode", state.exitCode())
                .put("Error", state.error())
                .put("StartedAt", Moments.text(state.startedAt(), zone))
                .put("FinishedAt", Moments.text(state.finishedAt(), zone))
                .put(
                        "Health",
                        new JsonObject()
                                .put("Status", "")
                                .put("FailingStreak", 0)
                                .putNull("Log"));
        String cgroup = state.pid() == 0 ? "" : cgroup(state.pid());
        if (!cgroup.isEmpty()) {
            json.put("CgroupPath", cgroup);
        }
        return json.put("CheckpointedAt", Moments.NEVER).put("RestoredAt", Moments.NEVER);
    }

    /**
     * The path in cgroup v2; empty when there is none, or the process has just ended. crun puts the processes into a group below the
     * container's own; limits are on the container's.
     */
    private static String cgroup(int pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/cgroup"))) {
                if (line.startsWith("0::")) {
                    String path = line.substring(3);
                    return path.endsWith(".scope/container")
                            ? path.substring(0, path.length() - "/container".length())
                            : path;
                }
            }
            return "";
        } catch (IOException e) {
            return "";
        }
    }

    private static String shown(String status) {
        switch (status) {
            case "configured", "starting":
                return "created";
            case "created":
                return "initialized";
            default:
                return status;
        }
    }

    private void files(JsonObject json, ContainerConfig config, ContainerState state) {
        String id = config.id();
        boolean ran = state.startedAt() != 0;
        boolean resolver = !config.network().kind().equals("none");
        json.put(
                        "ResolvConfPath",
                        ran && resolver
                                ? paths.userdata(id).resolve("resolv.conf").toString()
                                : "")
                .put(
                        "HostnamePath",
                        ran ? paths.userdata(id).resolve("hostname").toString() : "")
                .put("HostsPath", ran ? paths.userdata(id).resolve("hosts").toString() : "")
                .put("StaticDir", paths.disk(id).toString());
        if (ran) {
            json.put("OCIConfigPath", paths.run(id).resolve("config.json").toString());
        }
        json.put("OCIRuntime", config.runtime())
                .put(
                        "ConmonPidFile",
                        orElse(
                                config.request().lifecycle().conmonPidFile(),
                                paths.run(id).resolve("conmon.pid").toString()))
                .put(
                        "PidFile",
                        orElse(
                                config.request().lifecycle().pidFile(),
                                paths.run(id).resolve("pidfile").toString()));
    }

    private static String orElse(String text, String other) {
        return text.isEmpty() ? other : text;
    }
}
