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
import io.jpod.image.reference.RegistriesConfig;
import io.jpod.image.store.ImageNames;
import io.jpod.image.store.ImageRunConfig;
import io.jpod.image.store.ImageStore;
import io.jpod.image.transport.TransportName;
import io.jpod.support.json.JsonObject;
import io.jpod.support.toml.TomlFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Images below the engine's data root. Thread-safe; several processes may use one root. */
public final class StoredImages implements Images {
    private final EngineContext context;
    private final ImageStore store;
    private final ImageWriter writer;
    private final BlobStore blobs;
    private final StoreSweep sweep;
    private final ImageLayers layers;
    private final Supplier<JsonObject> registries;

    /** With the {@code registries.conf} of user and machine. */
    public StoredImages(EngineContext context, LayerStore layers) {
        this(
                context,
                layers,
                () -> new TomlFiles(
                                context.posix(),
                                Path.of("/"),
                                context.host().environment(),
                                context.host().home(),
                                context.host().rootless(),
                                Optional.of(context.runRoot().resolve("settings")),
                                context.clock(),
                                context.log())
                        .registries());
    }

    /** @param registries {@code registries.conf}, merged over all its files; read when a short name or a registry is met */
    public StoredImages(EngineContext context, LayerStore layers, Supplier<JsonObject> registries) {
        this(context, ImageLayers.of(layers), registries);
    }

    StoredImages(EngineContext context, ImageLayers layers, Supplier<JsonObject> registries) {
        this.context = context;
        this.layers = layers;
        this.registries = registries;
        this.store = new ImageStore(
                context.root(), name -> new RegistriesConfig(registries.get()).localCandidates(name), context.log());
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
        Map<String, List<ImageNames.Name>> names = new HashMap<>();
        for (ImageNames.Name name : store.names().all()) {
            names.computeIfAbsent(name.id(), id -> new ArrayList<>()).add(name);
        }
        List<Image> result = new ArrayList<>();
        for (ImageRunConfig config : store.configs()) {
            List<ImageNames.Name> own = names.get(config.id());
            result.add(image(config, own == null ? List.of() : own));
        }
        result.sort((a, b) -> Long.compare(b.config().created(), a.config().created()));
        return result;
    }

    private Image image(ImageRunConfig config) {
        return image(config, store.names().of(config.id()));
    }

    private Image image(ImageRunConfig config, List<ImageNames.Name> own) {
        List<String> names = new ArrayList<>();
        List<String> repositories = new ArrayList<>();
        for (ImageNames.Name name : own) {
            if (!name.reference().tag().isEmpty()) {
                names.add(name.reference().toString());
            }
            if (!repositories.contains(name.reference().repository())) {
                repositories.add(name.reference().repository());
            }
        }
        List<String> digests = new ArrayList<>();
        for (String repository : repositories) {
            for (String digest : store.digests(config)) {
                digests.add(repository + "@" + digest);
            }
        }
        return new Image(config, names, digests);
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
        boolean tagged = name.isPresent() && !name.get().tag().isEmpty();
        List<String> names = tagged ? List.of(name.get().toString()) : List.of();
        return new Image(config, names, List.of());
    }

    private ImageFetch fetch() {
        return new ImageFetch(store, blobs, writer, sweep, layers);
    }

    private ImagePulls pulls() {
        RegistriesConfig config = new RegistriesConfig(registries.get());
        return new ImagePulls(context, store, fetch(), config, new RegistryPlaces(context, config), this::image);
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
        sweep.sweepDead();
        RegistriesConfig config = new RegistriesConfig(registries.get());
        return new ImagePush(context, store, blobs, fetch(), new RegistryPlaces(context, config))
                .push(reference, destination, options, progress);
    }

    @Override
    public String importTar(
            Path tar, String reference, List<String> changes, Map<String, String> metadata, Progress progress) {
        sweep.sweepDead();
        return new ImageImport(context, blobs, writer, fetch(), layers)
                .run(tar, reference, changes, metadata, progress);
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
