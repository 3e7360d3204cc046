package io.jpod.engine.inspect;

import io.jpod.engine.Containers.Snapshot;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.request.ProcessOptions;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The member {@code Config}. */
final class ConfigSection {
    private static final List<String> FOR_THE_RUNTIME =
            List.of("io.container.manager", "io.kubernetes.cri-o.Created", "org.opencontainers.image.stopSignal");

    private ConfigSection() {}

    static JsonObject describe(Snapshot container) {
        ContainerConfig config = container.config();
        ProcessOptions process = config.request().process();
        List<String> env = new ArrayList<>();
        for (Map.Entry<String, String> variable : config.env().entrySet()) {
            env.add(variable.getKey() + "=" + variable.getValue());
        }
        JsonObject json = new JsonObject()
                .put("Hostname", config.hostname())
                .put("Domainname", "")
                .put("User", config.userSpec())
                .put("AttachStdin", false)
                .put("AttachStdout", false)
                .put("AttachStderr", false)
                .put("Tty", process.terminal())
                .put("OpenStdin", process.interactive())
                .put("StdinOnce", false)
                .put("Env", env);
        listOrNull(json, "Cmd", config.command());
        json.put("Image", config.imageName())
                .putNull("Volumes")
                .put("WorkingDir", config.workingDirectory().isEmpty() ? "/" : config.workingDirectory())
                .put("Entrypoint", String.join(" ", config.entrypoint()))
                .putNull("OnBuild");
        mapOrNull(json, "Labels", config.labels());
        mapOrNull(json, "Annotations", annotations(container));
        json.put("StopSignal", config.stopSignal()).put("HealthcheckOnFailureAction", "none");
        if (!config.request().createCommand().isEmpty()) {
            json.put("CreateCommand", config.request().createCommand());
        }
        if (process.systemd().equals("always")) {
            json.put("SystemdMode", true);
        }
        json.put("Umask", process.umask().isEmpty() ? "0022" : process.umask());
        if (!process.timezone().isEmpty()) {
            json.put("Timezone", process.timezone());
        }
        String sdNotify = config.request().lifecycle().sdNotify();
        return json.put("Timeout", config.request().lifecycle().timeout())
                .put("StopTimeout", config.stopTimeout())
                .put("Passwd", process.passwd())
                .put("sdNotifyMode", sdNotify.isEmpty() ? "container" : sdNotify);
    }

    /** What is told to the runtime belongs to it once the container was started. */
    private static Map<String, String> annotations(Snapshot container) {
        ContainerConfig config = container.config();
        if (container.state().startedAt() != 0) {
            return config.annotations();
        }
        Map<String, String> result = new LinkedHashMap<>(config.annotations());
        for (String name : FOR_THE_RUNTIME) {
            if (!config.request().annotations().containsKey(name)) {
                result.remove(name);
            }
        }
        return result;
    }

    private static void listOrNull(JsonObject json, String name, List<String> values) {
        if (values.isEmpty()) {
            json.putNull(name);
        } else {
            json.put(name, values);
        }
    }

    private static void mapOrNull(JsonObject json, String name, Map<String, String> values) {
        if (values.isEmpty()) {
            json.putNull(name);
        } else {
            json.put(name, values);
        }
    }
}
