package io.jpod.engine;

import io.jpod.engine.artifact.StoredArtifacts;
import io.jpod.engine.container.StoredContainers;
import io.jpod.engine.content.StoredContents;
import io.jpod.engine.image.StoredImages;
import io.jpod.engine.image.StoredLogins;
import io.jpod.engine.info.EngineReport;
import io.jpod.engine.layer.LayerStore;
import io.jpod.engine.store.StoredStore;
import io.jpod.engine.volume.StoredVolumes;
import io.jpod.support.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * One opened engine. Opening touches nothing; the parts find out what they need when they are used. Several engines, also in several
 * processes, may use the same roots.
 */
public final class Engine implements AutoCloseable {
    private final EngineContext context;
    private final StoredContainers containers;
    private final StoredImages images;
    private final StoredLogins registries;
    private final StoredVolumes volumes;
    private final LayerStore layers;

    private Engine(EngineContext context) {
        this.context = context;
        this.layers = new LayerStore(
                context.root(), context.providers(), context.host(), context.locks(), context.posix(), context.log());
        this.images = new StoredImages(context, layers);
        this.registries = new StoredLogins(context, () -> StoredImages.registriesConf(context));
        this.containers = StoredContainers.open(context, images, layers);
        this.volumes = containers.volumes();
    }

    public static Engine open(EngineContext context) {
        return new Engine(context);
    }

    public EngineContext context() {
        return context;
    }

    public Containers containers() {
        return containers;
    }

    public Images images() {
        return images;
    }

    public Manifests manifests() {
        return images.manifests();
    }

    public Trust trust() {
        return images.trust();
    }

    public Registries registries() {
        return registries;
    }

    public Volumes volumes() {
        return volumes;
    }

    /** Files that are kept as images are, but are none. */
    public Artifacts artifacts() {
        return new StoredArtifacts(context, images);
    }

    /** The data root as a whole. */
    public Store store() {
        return new StoredStore(context, images, containers, layers);
    }

    /** What images and containers hold. */
    public Contents contents() {
        return new StoredContents(context, images, containers, layers);
    }

    /** Ids of the containers that use an image, by the image's id. */
    public Map<String, List<String>> imageUses() {
        return containers.imageUses();
    }

    /**
     * Host, store and providers in podman's shape.
     *
     * @param version this program's version
     */
    public JsonObject info(String version) {
        return new EngineReport(context)
                .describe(version, containers.list(), images.list().size())
                .put("registries", registries().describe());
    }

    /** Nothing is held between calls; here for what may come. */
    @Override
    public void close() {}
}
