package io.jpod.launcher.wiring;

import io.jpod.api.JpodException;
import io.jpod.cli.GlobalOptions;
import io.jpod.support.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the flags and configuration files say for one provider, under the names that providers know. */
final class ProviderOptions {
    private static final List<String> STORE_OPTIONS = List.of("additionalimagestore", "imagestore");

    private final GlobalOptions flags;
    private final JsonObject containers;
    private final JsonObject storage;

    /**
     * @param containers {@code containers.conf}
     * @param storage {@code storage.conf}
     */
    ProviderOptions(GlobalOptions flags, JsonObject containers, JsonObject storage) {
        this.flags = flags;
        this.containers = containers;
        this.storage = storage;
    }

    /** {@code storage.options.ID} and {@code storage.options} of the file, then {@code --storage-opt [ID.]name=value}. */
    Map<String, String> storage(String id) {
        Map<String, String> options = new HashMap<>();
        JsonObject general = storage.getObject("storage").getObject("options");
        addScalars(options, general);
        addScalars(options, general.getObject(id));
        for (String option : flags.storageOptions()) {
            int equals = option.indexOf('=');
            if (equals <= 0) {
                throw JpodException.usage("invalid storage option \"" + option + "\": it must be name=value");
            }
            String name = option.substring(0, equals);
            int dot = name.indexOf('.');
            if (STORE_OPTIONS.contains(name.substring(dot + 1))) {
                continue;
            }
            if (dot < 0 || dot == 0 || name.substring(0, dot).equals(id)) {
                options.put(name.substring(dot + 1), option.substring(equals + 1));
            } else {
                throw JpodException.usage("storage option \"" + option + "\" is not for the driver " + id);
            }
        }
        return options;
    }

    /** {@code additionalimagestores} of the file, then {@code --storage-opt [ID.]additionalimagestore=PATH[,PATH]}. */
    List<Path> imageStores() {
        JsonObject general = storage.getObject("storage").getObject("options");
        List<String> found = new ArrayList<>(general.getStrings("additionalimagestores"));
        for (String driver : general.names()) {
            if (general.get(driver) instanceof JsonObject table) {
                found.add(table.getString("additionalimagestore", table.getString("imagestore", "")));
            }
        }
        for (String option : flags.storageOptions()) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? "" : option.substring(option.lastIndexOf('.', equals) + 1, equals);
            if (STORE_OPTIONS.contains(name)) {
                found.add(option.substring(equals + 1));
            }
        }
        List<Path> result = new ArrayList<>();
        for (String value : found) {
            for (String path : value.split(",")) {
                if (!path.isEmpty()) {
                    result.add(imageStore(path));
                }
            }
        }
        return result;
    }

    private static Path imageStore(String path) {
        if (!path.startsWith("/")) {
            throw JpodException.usage("overlay: image path \"" + path + "\" is not absolute.  Can not be relative");
        }
        Path store = Path.of(path).normalize();
        if (!Files.isDirectory(store)) {
            throw JpodException.usage("overlay: image path \"" + path + "\" must be a directory");
        }
        return store;
    }

    private static void addScalars(Map<String, String> options, JsonObject table) {
        for (String name : table.names()) {
            Object value = table.get(name);
            if (STORE_OPTIONS.contains(name)) {
                continue;
            }
            boolean scalar = value instanceof String || value instanceof Long || value instanceof Boolean;
            if (scalar && !value.toString().isEmpty()) {
                options.put(name, value.toString());
            }
        }
    }

    /** {@code path} of the program, {@code flags} joined by spaces, {@code cgroup-manager}. */
    Map<String, String> runtime(String id, String path) {
        Map<String, String> options = new HashMap<>();
        String program = path.isEmpty() ? firstExisting("runtimes", id) : path;
        put(options, "path", program);
        put(options, "flags", String.join(" ", flags.runtimeFlags()));
        put(options, "cgroup-manager", flagOr(flags.cgroupManager(), "cgroup_manager"));
        return options;
    }

    Map<String, String> monitor() {
        Map<String, String> options = new HashMap<>();
        put(options, "path", flags.conmon().isEmpty() ? first(engine().getStrings("conmon_path")) : flags.conmon());
        put(options, "cgroup-manager", flagOr(flags.cgroupManager(), "cgroup_manager"));
        return options;
    }

    Map<String, String> network() {
        Map<String, String> options = new HashMap<>();
        put(options, "path", flagOr(flags.networkCommandPath(), "network_cmd_path"));
        put(options, "options", String.join(",", engine().getStrings("network_cmd_options")));
        return options;
    }

    /** The program of a runtime that is no provider's id: a path, or a name that {@code containers.conf} explains; else empty. */
    String runtimePath(String nameOrPath) {
        return nameOrPath.indexOf('/') >= 0 ? nameOrPath : firstExisting("runtimes", nameOrPath);
    }

    /** The runtime that the configuration prefers; empty when it has no opinion. */
    String runtimeName() {
        return flagOr(flags.runtime(), "runtime");
    }

    /** The monitor that somebody prefers; empty for none. The key is jpod's own: podman has only one monitor. */
    String monitorName() {
        return flagOr(flags.monitor(), "monitor");
    }

    /** The network that containers get which ask for none; empty when the configuration has no opinion. */
    String networkName() {
        return containers.getObject("network").getString("default_rootless_network_cmd", "");
    }

    private String flagOr(String flag, String setting) {
        return flag.isEmpty() ? engine().getString(setting, "") : flag;
    }

    private String firstExisting(String table, String id) {
        return first(engine().getObject(table).getStrings(id));
    }

    private static String first(List<String> paths) {
        for (String path : paths) {
            if (new java.io.File(path).canExecute()) {
                return path;
            }
        }
        return "";
    }

    private JsonObject engine() {
        return containers.getObject("engine");
    }

    private static void put(Map<String, String> options, String name, String value) {
        if (!value.isEmpty()) {
            options.put(name, value);
        }
    }
}
