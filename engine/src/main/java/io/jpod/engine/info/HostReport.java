package io.jpod.engine.info;

import io.jpod.api.JpodException;
import io.jpod.api.host.CgroupMode;
import io.jpod.api.host.HostFacts;
import io.jpod.api.idmap.IdRange;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Providers;
import io.jpod.engine.spec.Capabilities;
import io.jpod.support.cgroup.CgroupManager;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The member {@code host}. */
final class HostReport {
    private final EngineContext context;
    private final HostFacts host;
    private final Path root;
    private final Programs programs;

    /** @param root directory below which {@code proc}, {@code sys} and {@code etc} lie, usually {@code /} */
    HostReport(EngineContext context, Path root) {
        this.context = context;
        this.host = context.host();
        this.root = root;
        this.programs = new Programs(context.processes());
    }

    JsonObject describe() {
        JsonObject json = new JsonObject();
        json.put("arch", host.architecture());
        String manager = context.settings().getObject("engine").getString("cgroup_manager", "");
        boolean systemd = CgroupManager.choose(host, manager) == CgroupManager.SYSTEMD;
        json.put("cgroupManager", systemd ? "systemd" : "cgroupfs");
        json.put("cgroupVersion", host.cgroupMode() == CgroupMode.UNIFIED ? "v2" : "v1");
        json.put("cgroupControllers", controllers());
        json.put("conmon", program(context.providers().monitorId()));
        json.put("cpus", Runtime.getRuntime().availableProcessors());
        json.put("cpuUtilization", cpuUtilization());
        json.put("distribution", distribution());
        json.put("eventLogger", "none");
        json.put("hostname", firstLine("proc/sys/kernel/hostname"));
        JsonObject mappings = new JsonObject();
        mappings.put("gidmap", ranges(host.namespaceIds().gids()));
        mappings.put("uidmap", ranges(host.namespaceIds().uids()));
        json.put("idMappings", mappings);
        json.put("kernel", host.kernelRelease());
        json.put("linkmode", "dynamic");
        json.put("logDriver", "k8s-file");
        memory(json);
        json.put("networkBackend", context.providers().networkId());
        json.put("ociRuntime", runtime());
        json.put("os", "linux");
        json.put("serviceIsRemote", false);
        json.put("security", security());
        Optional<Path> slirp = host.findExecutable("slirp4netns");
        if (slirp.isPresent()) {
            JsonObject program = new JsonObject();
            program.put("executable", slirp.get().toString());
            program.put("package", programs.packageOf(slirp.get()));
            program.put("version", programs.version(slirp.get()));
            json.put("slirp4netns", program);
        }
        json.put("uptime", uptime());
        return json;
    }

    private List<Object> controllers() {
        List<Object> names = new ArrayList<>();
        if (host.delegatedCgroup().isEmpty()) {
            return names;
        }
        String text = firstLine(host.delegatedCgroup().get().resolve("cgroup.controllers"));
        for (String name : text.split(" ")) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    private JsonObject program(String name) {
        JsonObject json = new JsonObject();
        Optional<Path> path = host.findExecutable(name);
        if (path.isPresent()) {
            json.put("package", programs.packageOf(path.get()));
            json.put("path", path.get().toString());
            json.put("version", programs.version(path.get()));
        }
        return json;
    }

    private JsonObject runtime() {
        JsonObject json = new JsonObject();
        try {
            Path path = context.providers().runtime("").executable();
            json.put("name", context.providers().runtimeId());
            json.put("package", programs.packageOf(path));
            json.put("path", path.toString());
            json.put("version", programs.version(path));
        } catch (JpodException e) {
            json.put("name", "");
            json.put("error", e.getMessage());
        }
        return json;
    }

    /** Shares of the time since boot (proc(5), stat). */
    private JsonObject cpuUtilization() {
        JsonObject json = new JsonObject();
        String[] fields = firstLine("proc/stat").split(" +");
        if (fields.length < 8) {
            return json;
        }
        double total = 0;
        for (int i = 1; i < 8; i++) {
            total += Long.parseLong(fields[i]);
        }
        json.put("userPercent", percent(Long.parseLong(fields[1]), total));
        json.put("systemPercent", percent(Long.parseLong(fields[3]), total));
        json.put("idlePercent", percent(Long.parseLong(fields[4]), total));
        return json;
    }

    private static double percent(long part, double total) {
        return total == 0 ? 0 : Math.round(part / total * 10000) / 100.0;
    }

    private JsonObject distribution() {
        Map<String, String> release = new OsRelease(root).read();
        JsonObject json = new JsonObject();
        json.put("distribution", release.getOrDefault("ID", "unknown"));
        json.put("version", release.getOrDefault("VERSION_ID", "unknown"));
        json.putNonEmpty("codename", release.getOrDefault("VERSION_CODENAME", ""));
        json.putNonEmpty("variant", release.getOrDefault("VARIANT_ID", ""));
        return json;
    }

    private static List<Object> ranges(List<IdRange> ranges) {
        List<Object> list = new ArrayList<>();
        for (IdRange range : ranges) {
            JsonObject json = new JsonObject();
            json.put("container_id", range.containerId());
            json.put("host_id", range.hostId());
            json.put("size", range.size());
            list.add(json);
        }
        return list;
    }

    private void memory(JsonObject json) {
        String[] members = {
            "memFree", "MemFree:", "memTotal", "MemTotal:", "swapFree", "SwapFree:", "swapTotal", "SwapTotal:"
        };
        List<String> lines = lines(root.resolve("proc/meminfo"));
        for (int i = 0; i < members.length; i += 2) {
            for (String line : lines) {
                if (line.startsWith(members[i + 1])) {
                    String[] words = line.split(" +");
                    json.put(members[i], Long.parseLong(words[1]) * 1024);
                }
            }
        }
    }

    private JsonObject security() {
        JsonObject json = new JsonObject();
        json.put("apparmorEnabled", host.apparmor() && !host.rootless());
        json.put("capabilities", String.join(",", Capabilities.defaults(context.settings())));
        json.put("rootless", host.rootless());
        json.put("seccompEnabled", Files.exists(root.resolve("proc/sys/kernel/seccomp/actions_avail")));
        Path profile = root.resolve("usr/share/containers/seccomp.json");
        json.put("seccompProfilePath", Files.exists(profile) ? "/usr/share/containers/seccomp.json" : "default");
        json.put("selinuxEnabled", host.selinux());
        return json;
    }

    private String uptime() {
        String[] words = firstLine("proc/uptime").split(" ");
        double seconds = words[0].isEmpty() ? 0 : Double.parseDouble(words[0]);
        long whole = (long) seconds;
        return whole / 3600 + "h " + whole / 60 % 60 + "m " + whole % 60 + ".00s"
                + (whole >= 86400
                        ? " (Approximately " + whole / 86400 + "." + whole % 86400 * 100 / 86400 + " days)"
                        : "");
    }

    private String firstLine(String path) {
        return firstLine(root.resolve(path));
    }

    private static String firstLine(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? "" : lines.get(0);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            // A fact that this host does not tell.
            return List.of();
        }
    }

    /** The providers and why each was chosen or not. */
    static List<Object> providers(Providers providers) {
        List<Object> list = new ArrayList<>();
        for (Providers.Listing listing : providers.listings()) {
            JsonObject json = new JsonObject();
            json.put("kind", listing.kind());
            json.put("id", listing.id());
            json.put("state", listing.state());
            json.putNonEmpty("reason", listing.reason());
            list.add(json);
        }
        return list;
    }
}
