package io.jpod.image.foreign;

import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageConfig;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.Manifest;
import io.jpod.image.manifest.ManifestParser;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import io.jpod.image.transport.ImageSource;
import io.jpod.support.posix.Posix;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An image of a store of containers/storage. The store does not keep what registries sent, only the files: layers come as plain tars,
 * and the manifest says so.
 */
public final class ForeignSource implements ImageSource {
    private final ForeignStore store;
    private final ForeignStore.StoredImage image;
    private final Posix posix;
    private final byte[] config;
    private final ImageManifest original;
    private final Map<Digest, ForeignStore.StoredLayer> layers = new HashMap<>();
    private final List<Descriptor> plain = new ArrayList<>();

    /** @throws JpodException EXTERNAL when the store's documents do not fit each other */
    public ForeignSource(ForeignStore store, ForeignStore.StoredImage image, Posix posix) {
        this.store = store;
        this.image = image;
        this.posix = posix;
        this.config = store.document(image, "sha256:" + image.id(), ImageConfig.MAX_SIZE);
        String manifest = "manifest-" + image.digest();
        byte[] bytes =
                store.document(image, image.documents().contains(manifest) ? manifest : "manifest", Manifest.MAX_SIZE);
        if (!(ManifestParser.parse(bytes, "") instanceof ImageManifest parsed)) {
            throw JpodException.unsupported("image " + image.id() + " in " + store.graphRoot() + " is a manifest list");
        }
        this.original = parsed;
        if (!Sha256.of(config).hex().equals(image.id())) {
            throw JpodException.external(
                    "image " + image.id() + " in " + store.graphRoot() + ": its configuration is " + Sha256.of(config));
        }
        describe();
    }

    private void describe() {
        List<ForeignStore.StoredLayer> chain = store.layers(image);
        List<Digest> diffIds = ImageConfig.parse(config).diffIds();
        boolean same = chain.size() == diffIds.size();
        for (int i = 0; same && i < chain.size(); i++) {
            same = chain.get(i).diffId().equals(diffIds.get(i).toString());
        }
        if (!same) {
            throw JpodException.external("image " + image.id() + " in " + store.graphRoot()
                    + ": its layers are not those of its configuration");
        }
        boolean docker = MediaTypes.isDocker(original.mediaType());
        for (int i = 0; i < chain.size(); i++) {
            layers.put(diffIds.get(i), chain.get(i));
            plain.add(Descriptor.of(
                    docker ? MediaTypes.DOCKER_LAYER : MediaTypes.OCI_LAYER,
                    diffIds.get(i),
                    chain.get(i).size()));
        }
    }

    /** The manifest as its registry had it; its layers are not here in that form. */
    ImageManifest original() {
        return original;
    }

    /** The layers as plain tars, lowest first. */
    public List<Descriptor> plainLayers() {
        return List.copyOf(plain);
    }

    byte[] config() {
        return config.clone();
    }

    @Override
    public Manifest manifest() {
        return original.withLayers(plain);
    }

    @Override
    public Manifest manifest(Digest digest) {
        throw JpodException.external("a stored image has no further manifests");
    }

    @Override
    public byte[] config(Descriptor descriptor) {
        return config.clone();
    }

    @Override
    public InputStream blob(Descriptor descriptor) throws IOException {
        ForeignStore.StoredLayer layer = layers.get(descriptor.digest());
        if (layer == null) {
            throw JpodException.external("image " + image.id() + " has no layer " + descriptor.digest());
        }
        return new TarSplitStream(posix, store.tarSplit(layer), store.files(layer));
    }

    @Override
    public String transport() {
        return "containers-storage";
    }

    @Override
    public List<String> names() {
        return image.names();
    }

    @Override
    public boolean madeUp() {
        return true;
    }

    @Override
    public void close() {}
}
