package io.jpod.engine.inspect;

import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.Images.Image;
import io.jpod.image.store.ImageRunConfig;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.util.List;

/** The document of one image, from the documents that came with it. */
public final class ImageInspection {
    private static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private static final List<String> ORDER = List.of(
            "User", "ExposedPorts", "Env", "Entrypoint", "Cmd", "Volumes", "WorkingDir", "Labels", "StopSignal");

    private final EngineContext context;
    private final Images images;

    public ImageInspection(EngineContext context, Images images) {
        this.context = context;
        this.images = images;
    }

    public JsonObject describe(Image image) {
        ImageRunConfig run = image.config();
        JsonObject config = Json.parseObject(images.rawConfig(run.id()));
        JsonObject manifest = Json.parseObject(images.rawManifest(run.id()));
        JsonObject settings = config.getObject("config");
        List<JsonObject> history = config.getObjects("history");
        String comment = config.getString("comment", "");
        if (comment.isEmpty() && !history.isEmpty()) {
            comment = history.get(history.size() - 1).getString("comment", "");
        }
        JsonObject json = new JsonObject()
                .put("Id", run.id())
                .put("Digest", run.manifestDigest())
                .put("RepoTags", image.names())
                .put("RepoDigests", image.digests())
                .put("Parent", parent(run, config))
                .put("Comment", comment)
                .put("Created", config.getString("created", Moments.NEVER))
                .put("Config", ordered(settings))
                .put("Version", config.getString("docker_version", ""))
                .put("Author", config.getString("author", ""))
                .put("Architecture", run.architecture());
        if (!run.variant().isEmpty()) {
            json.put("Variant", run.variant());
        }
        json.put("Os", run.os())
                .put("Size", run.size())
                .put("VirtualSize", run.size())
                .put(
                        "GraphDriver",
                        new JsonObject()
                                .put("Name", context.providers().storageId())
                                .putNull("Data"))
                .put(
                        "RootFS",
                        new JsonObject()
                                .put("Type", "layers")
                                .put("Layers", config.getObject("rootfs").getStrings("diff_ids")));
        if (run.labels().isEmpty()) {
            json.putNull("Labels");
        } else {
            json.put("Labels", run.labels());
        }
        return json.put("Annotations", manifest.getObject("annotations"))
                .put("ManifestType", manifest.getString("mediaType", OCI_MANIFEST))
                .put("User", run.user())
                .put("History", history)
                .put("NamesHistory", images.nameHistory(image));
    }

    /** The image that this one was made from by one more step; empty when it is not here. */
    private String parent(ImageRunConfig run, JsonObject config) {
        List<JsonObject> steps = config.getObjects("history");
        if (steps.size() < 2) {
            return "";
        }
        List<String> diffIds = config.getObject("rootfs").getStrings("diff_ids");
        boolean empty = steps.get(steps.size() - 1).getBoolean("empty_layer", false);
        List<String> below = empty || diffIds.isEmpty() ? diffIds : diffIds.subList(0, diffIds.size() - 1);
        for (Image other : images.list()) {
            if (other.list()
                    || other.config().id().equals(run.id())
                    || other.config().topLayer().isEmpty() != below.isEmpty()
                    || other.config().created() > run.created()) {
                continue;
            }
            JsonObject candidate =
                    Json.parseObject(images.rawConfig(other.config().id()));
            if (candidate.getObjects("history").size() == steps.size() - 1
                    && candidate.getObject("rootfs").getStrings("diff_ids").equals(below)) {
                return other.config().id();
            }
        }
        return "";
    }

    /** The members that podman knows in its order, then the others. */
    private static JsonObject ordered(JsonObject settings) {
        JsonObject result = new JsonObject();
        for (String name : ORDER) {
            if (settings.has(name)) {
                result.put(name, settings.get(name));
            }
        }
        for (String name : settings.names()) {
            if (!result.has(name) && settings.has(name)) {
                result.put(name, settings.get(name));
            }
        }
        return result;
    }
}
