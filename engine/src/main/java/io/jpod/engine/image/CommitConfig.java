package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.engine.CommitRequest;
import io.jpod.engine.EngineContext;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.request.MountSpec;
import io.jpod.engine.request.PortRequest;
import io.jpod.image.reference.Digest;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The configuration document of an image that is made of a container. */
final class CommitConfig {
    private final EngineContext context;
    private final ContainerConfig container;
    private final CommitRequest request;

    CommitConfig(EngineContext context, ContainerConfig container, CommitRequest request) {
        this.context = context;
        this.container = container;
        this.request = request;
    }

    /** @param base the document of the container's image; empty when it has none */
    byte[] write(byte[] base, List<Digest> diffIds) {
        JsonObject old = base.length == 0 ? new JsonObject() : Json.parseObject(base);
        String now = context.clock().instant().toString();
        JsonObject result = new JsonObject().put("created", now);
        result.putNonEmpty("author", request.author().isEmpty() ? old.getString("author", "") : request.author());
        result.put("architecture", old.getString("architecture", context.host().architecture()))
                .putNonEmpty("variant", old.getString("variant", ""))
                .put("os", old.getString("os", "linux"));
        if (request.docker() && !request.message().isEmpty()) {
            result.put("comment", request.message());
        }
        List<String> digests = new ArrayList<>();
        for (Digest diffId : diffIds) {
            digests.add(diffId.toString());
        }
        return Json.compact(result.put("config", settings(old.getObject("config")))
                        .put("rootfs", new JsonObject().put("type", "layers").put("diff_ids", digests))
                        .put("history", history(old, now)))
                .getBytes(StandardCharsets.UTF_8);
    }

    private List<JsonObject> history(JsonObject old, String now) {
        List<JsonObject> history = new ArrayList<>();
        if (!request.squash()) {
            history.addAll(old.getObjects("history"));
        }
        JsonObject entry = new JsonObject().put("created", now).put("created_by", "/bin/sh");
        entry.putNonEmpty("author", request.author());
        if (!container.imageName().isEmpty()) {
            entry.put("comment", "FROM " + container.imageName());
        }
        history.add(entry);
        return history;
    }

    private JsonObject settings(JsonObject image) {
        JsonObject settings = new JsonObject();
        for (String name : image.names()) {
            if (image.has(name)) {
                settings.put(name, image.get(name));
            }
        }
        List<String> env = new ArrayList<>();
        for (Map.Entry<String, String> variable : container.env().entrySet()) {
            // Every container gets a host name of its own.
            boolean own =
                    variable.getKey().equals("HOSTNAME") && variable.getValue().equals(container.hostname());
            if (!own) {
                env.add(variable.getKey() + "=" + variable.getValue());
            }
        }
        settings.put("Env", env.isEmpty() ? null : env);
        replace(settings, "Entrypoint", container.entrypoint());
        replace(settings, "Cmd", container.command());
        settings.putNonEmpty("WorkingDir", container.workingDirectory());
        settings.putNonEmpty("User", container.userSpec());
        JsonObject ports = settings.getObject("ExposedPorts");
        for (PortRequest port : container.ports()) {
            ports.put(port.containerPort() + "/" + port.protocol(), new JsonObject());
        }
        settings.put("ExposedPorts", ports.isEmpty() ? null : ports);
        JsonObject labels = settings.getObject("Labels");
        for (Map.Entry<String, String> label : container.labels().entrySet()) {
            labels.put(label.getKey(), label.getValue());
        }
        settings.put("Labels", labels.isEmpty() ? null : labels);
        JsonObject volumes = settings.getObject("Volumes");
        for (MountSpec mount : container.mounts()) {
            if (becomesVolume(mount)) {
                volumes.put(mount.destination(), new JsonObject());
            }
        }
        settings.put("Volumes", volumes.isEmpty() ? null : volumes);
        override(settings);
        return ImportChanges.apply(request.changes(), settings);
    }

    private boolean becomesVolume(MountSpec mount) {
        boolean anonymous =
                mount.type().equals("volume") && container.anonymousVolumes().contains(mount.source());
        boolean named = mount.type().equals("volume") || mount.type().equals("bind");
        return anonymous && !mount.fromImage() || named && request.volumes();
    }

    private static void replace(JsonObject settings, String name, List<String> value) {
        settings.put(name, value.isEmpty() ? null : value);
    }

    /** What the caller's own document says counts more than the container. */
    private void override(JsonObject settings) {
        if (request.config().isEmpty()) {
            return;
        }
        JsonObject given;
        try {
            given = Json.parseObject(request.config());
        } catch (JpodException e) {
            throw new JpodException(e.code(), "parsing --config", e);
        }
        JsonObject members = given.has("config") ? given.getObject("config") : given;
        for (String name : members.names()) {
            settings.put(name, members.get(name));
        }
    }
}
