package io.jpod.engine.image;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.engine.CommitRequest;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.engine.SaveRequest;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.layer.LayerStore;
import io.jpod.image.content.BlobStore;
import io.jpod.image.content.ImageWriter;
import io.jpod.image.content.Lease;
import io.jpod.image.content.PartialBlobs;
import io.jpod.image.content.StoreSweep;
import io.jpod.image.content.StoredLayers;
import io.jpod.image.manifest.Platform;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.reference.RegistriesConfig;
import io.jpod.image.reference.ShortNameAliases;
import io.jpod.image.registry.RegistryClient;
import io.jpod.image.store.ImageNames;
import io.jpod.image.store.ImageRunConfig;
import io.jpod.image.store.ImageStore;
import io.jpod.image.store.ReadOnlyImages;
import io.jpod.image.transport.TransportName;
import io.jpod.support.json.JsonObject;
import io.jpod.support.toml.TomlFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Images below the engine's data root. Thread-safe; several processes may use one root. */
public final class StoredImages implements Images {
    private final EngineContext context;
    private final ImageStore store;
    private final ImageWriter writer;
    private final BlobStore blobs;
    private final PartialBlobs partial;
    private final StoreSweep sweep;
    private final ImageLayers layers;
    private final Supplier<JsonObject> registries;
    private final BorrowedImages borrowed;
    private final ManifestImages lists;

    /** With the {@code registries.conf} of user and machine. */
    public StoredImages(EngineContext context, LayerStore layers) {
        this(context, layers, () -> registriesConf(context));
    }

    /** {@code registries.conf}, merged over all its files. */
    public static JsonObject registriesConf(EngineContext context) {
        JsonObject settings = new TomlFiles(
                        context.posix(),
                        Path.of("/"),
                        context.host().environment(),
                        context.host().home(),
                        context.host().rootless(),
                        Optional.of(context.runRoot().resolve("settings")),
                        context.clock(),
                        context.log())
                .registries();
        aliases(context).addTo(settings);
        return settings;
    }

    static ShortNameAliases aliases(EngineContext context) {
        return ShortNameAliases.of(
                context.host().environment(),
                context.host().home(),
                context.host().rootless());
    }

    /** @param registries {@code registries.conf}, merged over all its files; read when a short name or a registry is met */
    public StoredImages(EngineContext context, LayerStore layers, Supplier<JsonObject> registries) {
        this(context, ImageLayers.of(layers), registries);
    }

    StoredImages(EngineContext context, ImageLayers layers, Supplier<JsonObject> registries) {
        this.context = context;
        this.layers = layers;
        this.registries = registries;
        this.borrowed = new BorrowedImages(context, layers);
        this.lists = new ManifestImages(context);
        this.store = new ImageStore(
                context.root(),
                name -> new RegistriesConfig(registries.get()).localCandidates(name),
                borrowed.images(),
                this::instance,
                context.log());
        this.writer = new ImageWriter(context.root(), store, context.locks(), context.posix());
        this.blobs = new BlobStore(context.root());
        this.partial = new PartialBlobs(context.root(), blobs, context.posix(), context.clock());
        this.sweep = new StoreSweep(writer, store, blobs, partial, layers, context.posix(), context.log());
    }

    @Override
    public Image get(String reference) {
        ImageStore.Found found = store.find(reference);
        return image(store.config(found.id()));
    }

    @Override
    public boolean exists(String reference) {
        return store.search(reference).isPresent() || isList(reference);
    }

    @Override
    public boolean isList(String reference) {
        return list(reference).isPresent();
    }

    private Optional<ManifestImages.Found> list(String reference) {
        return store.searchImages(reference).isPresent() ? Optional.empty() : lists.find(reference);
    }

    /** The image of a list that is for this platform, when it is here. */
    private Optional<String> instance(String reference) {
        Platform own = Platform.parse("", context.host().architecture());
        return lists.find(reference)
                .map(found -> found.list().choose(own))
                .filter(ManifestList.Entry::isStored)
                .map(ManifestList.Entry::imageId)
                .filter(id -> store.contains(id) || store.readOnly(id));
    }

    @Override
    public List<Image> list() {
        sweep.sweepDead();
        Map<String, List<ImageNames.Name>> names = new HashMap<>();
        for (ImageNames.Name name : store.names().all()) {
            names.computeIfAbsent(name.id(), id -> new ArrayList<>()).add(name);
        }
        for (ImageNames.Name name : store.others().names()) {
            names.computeIfAbsent(name.id(), id -> new ArrayList<>()).add(name);
        }
        List<Image> result = new ArrayList<>();
        for (ImageRunConfig config : store.configs()) {
            List<ImageNames.Name> own = names.get(config.id());
            result.add(image(config, own == null ? List.of() : own));
        }
        result.addAll(lists.list());
        result.sort((a, b) -> Long.compare(b.config().created(), a.config().created()));
        return result;
    }

    @Override
    public List<String> nameHistory(Image image) {
        List<String> names = new ArrayList<>(image.names());
        for (String former : store.formerNames(image.config().id())) {
            if (!names.contains(former)) {
                names.add(former);
            }
        }
        return names;
    }

    private Image image(ImageRunConfig config) {
        List<ImageNames.Name> names = store.names().of(config.id());
        for (ImageNames.Name name : store.others().names()) {
            if (name.id().equals(config.id())) {
                names.add(name);
            }
        }
        return image(config, names);
    }

    private Image image(ImageRunConfig config, List<ImageNames.Name> own) {
        List<String> names = new ArrayList<>();
        List<String> repositories = new ArrayList<>();
        for (ImageNames.Name name : own) {
            if (!name.reference().tag().isEmpty()
                    && !names.contains(name.reference().toString())) {
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
        return new Image(config, names, digests, store.readOnly(config.id()), false);
    }

    @Override
    public Image obtain(String reference, PullOptions options, Progress progress) {
        sweep.sweepDead();
        if (TransportName.isTransport(reference)) {
            return pulls().pull(reference, options, progress).get(0);
        }
        Optional<ImageStore.Found> present = store.searchImages(reference);
        if (present.isEmpty()) {
            Optional<ManifestImages.Found> list = lists.find(reference);
            if (list.isPresent()) {
                return obtain(list.get().list(), options, progress);
            }
        }
        Optional<ImageStore.Found> found = options.policy().equals("always") ? Optional.empty() : present;
        if (found.isEmpty() && options.policy().equals("never")) {
            throw JpodException.notFound(reference + ": image not known");
        }
        if (found.isEmpty()
                || options.policy().equals("newer")
                || !options.platform().isEmpty()) {
            Image image = pulls().pullUnlessPresent(reference, found, options, progress);
            ImageRunConfig usable = withLayers(image.config(), progress);
            return new Image(usable, image.names(), image.digests());
        }
        ImageRunConfig config = withLayers(store.config(found.get().id()), progress);
        Optional<ImageReference> name = found.get().name();
        boolean tagged = name.isPresent() && !name.get().tag().isEmpty();
        if (name.isEmpty()) {
            // Found by its id: what is made of it shows the first of its names.
            return image(config);
        }
        return new Image(config, tagged ? List.of(name.get().toString()) : List.of(), List.of());
    }

    private Image obtain(ManifestList list, PullOptions options, Progress progress) {
        ManifestList.Entry entry =
                list.choose(Platform.parse(options.platform(), context.host().architecture()));
        if (entry.isArtifact()) {
            throw JpodException.usage("entry " + entry.digest() + " of manifest list " + list.name() + " is no image");
        }
        String image = entry.isStored() ? entry.imageId() : entry.from().substring("docker://".length());
        PullOptions without = options.toBuilder().platform("").build();
        return obtain(image, without, progress);
    }

    /** The image with its layers in place; one whose layers cannot be used where they are is copied. */
    private ImageRunConfig withLayers(ImageRunConfig config, Progress progress) {
        if (config.topLayer().isEmpty() || layers.exists(config.topLayer())) {
            return config;
        }
        if (!store.readOnly(config.id())) {
            progress.transferring();
            fetch().unpackAgain(config);
            return config;
        }
        if (borrowed.borrow(config.id())) {
            return config;
        }
        String place = store.others().place(config.id());
        String source = ReadOnlyImages.TRANSPORT + place + "@" + config.id();
        return pulls().pull(source, PullOptions.builder().build(), progress)
                .get(0)
                .config();
    }

    /** Manifest lists. */
    public StoredManifests manifests() {
        RegistryPlaces places = new RegistryPlaces(context, new RegistriesConfig(registries.get()));
        ManifestPush push = new ManifestPush(context, store, blobs, fetch(), places, trust());
        return new StoredManifests(context, store, places, push);
    }

    /** Which images are trusted. */
    public StoredTrust trust() {
        return new StoredTrust(context, fetch(), registries);
    }

    private ImageFetch fetch() {
        return new ImageFetch(store, blobs, partial, writer, sweep, layers, borrowed);
    }

    private ImagePulls pulls() {
        RegistriesConfig config = new RegistriesConfig(registries.get());
        RegistryPlaces places = new RegistryPlaces(context, config);
        return new ImagePulls(context, store, fetch(), config, places, this::image, borrowed.images());
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
        if (store.search(reference).isEmpty() && isList(reference)) {
            if (!options.encryptionKeys().isEmpty() || !options.encryptLayers().isEmpty()) {
                throw JpodException.unsupported(reference + " is a manifest list: encrypting one is not supported")
                        .withRemedy("push its images one by one, each with --encryption-key");
            }
            return manifests().push(reference, destination, true, options, progress);
        }
        RegistriesConfig config = new RegistriesConfig(registries.get());
        return new ImagePush(context, store, blobs, fetch(), new RegistryPlaces(context, config), trust())
                .push(reference, destination, options, progress);
    }

    @Override
    public String importTar(
            Path tar, String reference, List<String> changes, Map<String, String> metadata, Progress progress) {
        sweep.sweepDead();
        return new ImageImport(context, blobs, writer, fetch(), layers)
                .run(tar, reference, changes, metadata, progress);
    }

    /** Writes a layer's plain tar. */
    public interface LayerContent {
        void write(OutputStream out);
    }

    /** Makes an image of a container's changes; returns its id. */
    public String commit(ContainerConfig container, CommitRequest request, LayerContent content, Progress progress) {
        sweep.sweepDead();
        return new ImageCommit(context, store, blobs, writer, fetch(), layers)
                .run(container, request, content, progress);
    }

    /** Writes images to an archive or a directory. */
    public void save(SaveRequest request, Progress progress) {
        sweep.sweepDead();
        new ImageSave(store, blobs, fetch(), layers).run(request, progress);
    }

    /** A directory for work that is removed when its process dies. */
    public Lease lease() {
        sweep.sweepDead();
        return writer.lease();
    }

    /** A connection to the registry of a complete reference. */
    public RegistryClient registry(ImageReference reference, PullOptions options, boolean reading) {
        RegistriesConfig config = new RegistriesConfig(registries.get());
        RegistryPlaces places = new RegistryPlaces(context, config);
        return places.open(places.endpoints(reference, reading).get(0), options);
    }

    /**
     * What signs a push to a registry.
     *
     * @throws JpodException USAGE where the signatures have no place
     */
    public PushSigning signing(ImageReference target, PullOptions options) {
        return PushSigning.of(context, trust(), target, options);
    }

    /** Does something as often as the options say, as long as it fails in a way that may pass. */
    public <T> T retrying(PullOptions options, Supplier<T> work) {
        return new Retries(context, options).run(work);
    }

    /** Ids of all images, also of damaged ones. */
    public List<String> ids() {
        return store.ids();
    }

    /** Where a blob is or would be. */
    public Path blobFile(Digest digest) {
        return blobs.path(digest);
    }

    /** Names that lead to no image. */
    public List<String> danglingNames() {
        List<String> result = new ArrayList<>();
        for (ImageNames.Name name : store.names().all()) {
            if (!store.contains(name.id())) {
                result.add(name.reference().toString());
            }
        }
        return result;
    }

    /** What living processes work on: hexadecimal digests of a kind, {@code "blob "} or {@code "layer "}. */
    public Set<String> pinned(String kind) {
        return sweep.pinned(kind);
    }

    /** Removes all blobs, and those of the layers, that nobody refers to. */
    public void collect(List<String> strayLayers) {
        Lease lease = writer.lease();
        writer.pin(lease, List.of(), strayLayers);
        sweep.release(lease);
    }

    /** True for an image that is in an additional image store alone. */
    public boolean readOnly(String reference) {
        return store.readOnly(store.find(reference).id());
    }

    /** An image's layers as they are stored, lowest first. */
    public StoredLayers layers(String reference) {
        return StoredLayers.read(store.directory(store.find(reference).id()));
    }

    @Override
    public void tag(String reference, List<String> newNames) {
        List<ImageReference> names = new ArrayList<>();
        for (String name : newNames) {
            names.add(newName(name));
        }
        Optional<ManifestImages.Found> list = list(reference);
        if (list.isPresent()) {
            lists.tag(list.get().list(), names);
            return;
        }
        writer.tag(store.find(reference).id(), names, false);
        names.forEach(lists::give);
    }

    private static ImageReference newName(String name) {
        ImageReference reference = PulledNames.normal(name);
        if (!reference.digest().isEmpty()) {
            throw JpodException.usage(name + ": tag by digest not supported");
        }
        return reference;
    }

    @Override
    public void untag(String reference, List<String> names) {
        List<ImageReference> gone = new ArrayList<>();
        for (String name : names) {
            gone.add(PulledNames.normal(name));
        }
        Optional<ManifestImages.Found> list = list(reference);
        if (list.isPresent()) {
            lists.untag(list.get().list(), gone);
            return;
        }
        ImageStore.Found found = store.find(reference);
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
        Optional<ManifestImages.Found> list = list(reference);
        if (list.isPresent()) {
            return lists.remove(list.get(), force);
        }
        return new ImageRemoval(store, writer, sweep).remove(reference, force, prune, inUse);
    }

    @Override
    public void dropUnfinished() {
        partial.removeAll();
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
