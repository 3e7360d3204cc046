package io.jpod.engine.image;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.engine.layer.LayerStore;
import io.jpod.image.content.BlobStore;
import io.jpod.image.content.ImageWriter;
import io.jpod.image.content.StoreSweep;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.store.ImageNames;
import io.jpod.image.store.ImageRunConfig;
import io.jpod.image.store.ImageStore;
import io.jpod.image.transport.TransportName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Images below the engine's data root. Thread-safe; several processes may use one root. */
public final class StoredImages implements Images {
    private final EngineContext context;
    private final ImageStore store;
    private final ImageWriter writer;
    private final BlobStore blobs;
    private final StoreSweep sweep;
    private final ImageLayers layers;

    public StoredImages(EngineContext context, LayerStore layers) {
        this(context, ImageLayers.of(layers));
    }

    StoredImages(EngineContext context, ImageLayers layers) {
        this.context = context;
        this.layers = layers;
        this.store = new ImageStore(context.root(), List::of, context.log());
        this.writer = new ImageWriter(context.root(), store, context.locks(), context.posix());
        this.blobs = new BlobStore(context.root());
        this.sweep = new StoreSweep(writer, store, blobs, layers, context.posix(), context.log());
    }

    @Override
    public Image get(String reference) {
        ImageStore.Found found = store.find(reference);
        return image(store.config(found.id()));
    }

    @Override
    public boolean exists(String reference) {
        return store.search(reference).isPresent();
    }

    @Override
    public List<Image> list() {
        sweep.sweepDead();
        Map<String, List<String>> names = new HashMap<>();
        for (ImageNames.Name name : store.names().all()) {
            names.computeIfAbsent(name.id(), id -> new ArrayList<>())
                    .add(name.reference().toString());
        }
        List<Image> result = new ArrayList<>();
        for (ImageRunConfig config : store.configs()) {
            List<String> own = names.get(config.id());
            result.add(new Image(config, own == null ? List.of() : own, store.digests(config)));
        }
        result.sort((a, b) -> Long.compare(b.config().created(), a.config().created()));
        return result;
    }

    private Image image(ImageRunConfig config) {
        List<String> names = new ArrayList<>();
        for (ImageNames.Name name : store.names().of(config.id())) {
            names.add(name.reference().toString());
        }
        return new Image(config, names, store.digests(config));
    }

    @Override
    public Image obtain(String reference, PullOptions options, Progress progress) {
        sweep.sweepDead();
        if (TransportName.isTransport(reference)) {
            return pulls().pull(reference, options, progress).get(0);
        }
        Optional<ImageStore.Found> found =
                options.policy().equals("always") ? Optional.empty() : store.search(reference);
        if (found.isEmpty() && options.policy().equals("never")) {
            throw JpodException.notFound(reference + ": image not known");
        }
        if (found.isEmpty()
                || options.policy().equals("newer")
                || !options.platform().isEmpty()) {
            return pulls().pullUnlessPresent(reference, found, options, progress);
        }
        ImageRunConfig config = store.config(found.get().id());
        if (!config.topLayer().isEmpty() && !layers.exists(config.topLayer())) {
            fetch().unpackAgain(config);
        }
        Optional<ImageReference> name = found.get().name();
        List<String> names = name.isPresent() ? List.of(name.get().toString()) : List.of();
        return new Image(config, names, List.of(config.manifestDigest()));
    }

    private ImageFetch fetch() {
        return new ImageFetch(store, blobs, writer, sweep, layers);
    }

    private ImagePulls pulls() {
        return new ImagePulls(context, store, fetch(), this::image);
    }

    @Override
    public List<Image> pull(String reference, PullOptions options, Progress progress) {
        sweep.sweepDead();
        return pulls().pull(reference, options, progress);
    }

    @Override
    public List<String> load(Path archive, Progress progress) {
        sweep.sweepDead();
        return pulls().load(archive, progress);
    }

    @Override
    public String push(String reference, String destination, PullOptions options, Progress progress) {
        throw JpodException.unsupported("push");
    }

    @Override
    public String importTar(Path tar, String reference, List<String> changes, Map<String, String> metadata) {
        throw JpodException.unsupported("import");
    }

    @Override
    public void tag(String reference, List<String> newNames) {
        ImageStore.Found found = store.find(reference);
        List<ImageReference> names = new ArrayList<>();
        for (String name : newNames) {
            names.add(newName(name));
        }
        writer.tag(found.id(), names, false);
    }

    private static ImageReference newName(String name) {
        ImageReference reference = PulledNames.normal(name);
        if (!reference.digest().isEmpty()) {
            throw JpodException.usage("tag by digest not supported");
        }
        return reference;
    }

    @Override
    public void untag(String reference, List<String> names) {
        ImageStore.Found found = store.find(reference);
        List<ImageReference> gone = new ArrayList<>();
        for (String name : names) {
            gone.add(PulledNames.normal(name));
        }
        if (names.isEmpty()) {
            for (ImageNames.Name name : store.names().of(found.id())) {
                gone.add(name.reference());
            }
        }
        writer.untag(found.id(), gone);
    }

    @Override
    public Removal remove(String reference, boolean force, boolean prune, Map<String, List<String>> inUse) {
        sweep.sweepDead();
        return new ImageRemoval(store, writer, sweep).remove(reference, force, prune, inUse);
    }

    @Override
    public byte[] rawConfig(String id) {
        return read(id, store.directory(id).resolve("config"));
    }

    @Override
    public byte[] rawManifest(String id) {
        String hex = store.config(id).manifestDigest().substring("sha256:".length());
        return read(id, store.directory(id).resolve("manifests").resolve(hex));
    }

    private static byte[] read(String id, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new JpodException(ErrorCode.INTERNAL, "reading image " + id, e);
        }
    }
}
