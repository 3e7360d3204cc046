package io.jpod.engine.inspect;

import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.request.MountSpec;
import io.jpod.support.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code Mounts}, {@code Binds} and {@code Tmpfs}. */
final class MountSections {
    private final ContainerConfig config;
    private final Path volumes;

    MountSections(ContainerConfig config, Path volumes) {
        this.config = config;
        this.volumes = volumes;
    }

    /** Volumes first, then bind mounts. */
    List<Object> mounts() {
        List<Object> result = new ArrayList<>();
        for (MountSpec mount : config.mounts()) {
            if (mount.type().equals("volume")) {
                result.add(describe(mount));
            }
        }
        for (MountSpec mount : config.mounts()) {
            if (mount.type().equals("bind")) {
                result.add(describe(mount));
            }
        }
        return result;
    }

    private JsonObject describe(MountSpec mount) {
        boolean volume = mount.type().equals("volume");
        JsonObject json = new JsonObject().put("Type", mount.type());
        if (volume) {
            json.put("Name", mount.source());
        }
        json.put(
                        "Source",
                        volume
                                ? volumes.resolve(mount.source())
                                        .resolve("_data")
                                        .toString()
                                : mount.source())
                .put("Destination", mount.destination())
                .put("Driver", volume ? "local" : "");
        String propagation = "rprivate";
        boolean writable = true;
        List<String> options = new ArrayList<>();
        for (String option : mount.options()) {
            switch (option) {
                case "ro", "rw":
                    writable = option.equals("rw");
                    break;
                case "z", "Z":
                    // Relabelling is done when the container starts and is no property of the mount.
                    break;
                case "private", "rprivate", "slave", "rslave", "shared", "rshared", "unbindable", "runbindable":
                    propagation = option;
                    break;
                default:
                    options.add(option);
            }
        }
        withDefaults(options, volume);
        return json.put("Mode", "").put("Options", options).put("RW", writable).put("Propagation", propagation);
    }

    private static void withDefaults(List<String> options, boolean volume) {
        if (volume) {
            add(options, "nosuid", "suid");
            add(options, "nodev", "dev");
        }
        add(options, "rbind", "bind");
    }

    private static void add(List<String> options, String option, String contrary) {
        if (!options.contains(option) && !options.contains(contrary)) {
            options.add(option);
        }
    }

    List<String> binds() {
        List<String> result = new ArrayList<>();
        for (String type : List.of("volume", "bind")) {
            for (MountSpec mount : config.mounts()) {
                if (mount.type().equals(type)) {
                    result.add(mount.source() + ":" + mount.destination() + ":" + String.join(",", bindOptions(mount)));
                }
            }
        }
        return result;
    }

    private static List<String> bindOptions(MountSpec mount) {
        List<String> options = new ArrayList<>(mount.options());
        if (!options.contains("ro") && !options.contains("rw")) {
            options.add(0, "rw");
        }
        boolean propagation = false;
        for (String option : options) {
            propagation |= option.endsWith("private")
                    || option.endsWith("shared")
                    || option.endsWith("slave")
                    || option.endsWith("unbindable");
        }
        if (!propagation) {
            options.add(1, "rprivate");
        }
        withDefaults(options, mount.type().equals("volume"));
        options.remove("z");
        options.remove("Z");
        return options;
    }

    private static List<String> tmpfsOptions(MountSpec mount) {
        List<String> options = new ArrayList<>(mount.options());
        add(options, "rw", "ro");
        add(options, "rprivate", "private");
        add(options, "nosuid", "suid");
        add(options, "nodev", "dev");
        add(options, "tmpcopyup", "notmpcopyup");
        return options;
    }

    JsonObject tmpfs() {
        JsonObject json = new JsonObject();
        for (MountSpec mount : config.mounts()) {
            if (mount.type().equals("tmpfs")) {
                json.put(mount.destination(), String.join(",", tmpfsOptions(mount)));
            }
        }
        return json;
    }
}
