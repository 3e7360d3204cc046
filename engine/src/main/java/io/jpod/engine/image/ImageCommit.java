package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.engine.CommitRequest;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Images;
import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.layer.Unpacked;
import io.jpod.image.content.BlobStore;
import io.jpod.image.content.ImageWriter;
import io.jpod.image.content.Lease;
import io.jpod.image.content.StoredLayers;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageConfig;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.image.store.ImageRunConfig;
import io.jpod.image.store.ImageStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes an image of a container: its image's layers and one more with its changes, or one layer with everything. */
final class ImageCommit {
    private static final int BUFFER = 1 << 16;

    private final EngineContext context;
    private final ImageStore store;
    private final BlobStore blobs;
    private final ImageWriter writer;
    private final ImageFetch fetch;
    private final ImageLayers layers;

    ImageCommit(
            EngineContext context,
            ImageStore store,
            BlobStore blobs,
            ImageWriter writer,
            ImageFetch fetch,
            ImageLayers layers) {
        this.context = context;
        this.store = store;
        this.blobs = blobs;
        this.writer = writer;
        this.fetch = fetch;
        this.layers = layers;
    }

    String run(
            ContainerConfig container,
            CommitRequest request,
            StoredImages.LayerContent content,
            Images.Progress progress) {
        List<ImageReference> names = request.name().isEmpty() ? List.of() : List.of(PulledNames.normal(request.name()));
        Optional<ImageRunConfig> base = base(container);
        return fetch.leased(lease -> {
            StoredLayers below = base.isPresent() && !request.squash()
                    ? fetch.hold(lease, base.get().id())
                    : StoredLayers.of(List.of(), List.of());
            Path scratch = lease.directory().resolve("commit");
            Descriptor layer = write(content, scratch, request);
            List<Descriptor> blobList = new ArrayList<>();
            List<Digest> diffIds = new ArrayList<>();
            for (StoredLayers.Layer stored : below.layers()) {
                blobList.add(stored.blob());
                diffIds.add(stored.diffId());
            }
            blobList.add(layer);
            diffIds.add(layer.digest());
            StoredLayers stored = StoredLayers.of(blobList, diffIds);
            fetch.pin(lease, stored);
            byte[] config = new CommitConfig(context, container, request)
                    .write(base.isPresent() ? rawConfig(base.get().id()) : new byte[0], diffIds);
            return install(lease, request, names, stored, layer, scratch, config, progress);
        });
    }

    private String install(
            Lease lease,
            CommitRequest request,
            List<ImageReference> names,
            StoredLayers stored,
            Descriptor layer,
            Path scratch,
            byte[] config,
            Images.Progress progress) {
        progress.message("Getting image source signatures");
        List<Descriptor> blobList = new ArrayList<>();
        for (StoredLayers.Layer each : stored.layers()) {
            progress.message("Copying blob " + each.diffId());
            blobList.add(each.blob());
        }
        if (!blobs.contains(layer.digest())) {
            blobs.take(scratch, layer.digest());
        }
        List<StoredLayers.Layer> all = stored.layers();
        Unpacked unpacked = unpack(all);
        Descriptor configDescriptor = Descriptor.of(
                request.docker() ? MediaTypes.DOCKER_CONFIG : MediaTypes.OCI_CONFIG, Sha256.of(config), config.length);
        progress.message("Copying config " + configDescriptor.digest());
        ImageManifest manifest = ImageManifest.write(
                request.docker() ? MediaTypes.DOCKER_MANIFEST : MediaTypes.OCI_MANIFEST,
                configDescriptor,
                typed(blobList, request.docker()),
                Map.of());
        progress.message("Writing manifest to image destination");
        long bytes = 0;
        long maxId = unpacked.idLimit();
        for (StoredLayers.Layer each : all) {
            Optional<Unpacked> known = layers.find(each.chainId());
            bytes += known.map(Unpacked::bytes).orElse(0L);
            maxId = Math.max(maxId, known.map(Unpacked::idLimit).orElse(1L));
        }
        ImageRunConfig run = ImageConfig.parse(config).run().toBuilder()
                .manifestDigest(manifest.digest().toString())
                .topLayer(stored.top())
                .maxId(maxId)
                .build();
        writer.install(
                lease,
                run,
                config,
                List.of(manifest),
                StoredLayers.of(manifest.layers(), diffIds(stored)),
                bytes,
                names);
        return run.id();
    }

    private static List<Digest> diffIds(StoredLayers stored) {
        List<Digest> result = new ArrayList<>();
        for (StoredLayers.Layer layer : stored.layers()) {
            result.add(layer.diffId());
        }
        return result;
    }

    /** The layers' media types in the family of the manifest. */
    private static List<Descriptor> typed(List<Descriptor> blobList, boolean docker) {
        List<Descriptor> result = new ArrayList<>();
        for (Descriptor blob : blobList) {
            String compression = MediaTypes.layerCompression(blob.mediaType());
            if (compression == null || docker && compression.equals("zstd")) {
                throw JpodException.unsupported(
                                "layer " + blob.digest() + " of type " + blob.mediaType() + " has no docker form")
                        .withRemedy("commit with --format oci");
            }
            String type = docker
                    ? MediaTypes.DOCKER_LAYER + (compression.isEmpty() ? "" : "." + compression)
                    : MediaTypes.OCI_LAYER + (compression.isEmpty() ? "" : "+" + compression);
            result.add(Descriptor.of(type, blob.digest(), blob.size()));
        }
        return result;
    }

    /** Unpacks what a change of the storage driver left out, and the new layer. */
    private Unpacked unpack(List<StoredLayers.Layer> all) {
        Optional<io.jpod.api.storage.LayerId> parent = Optional.empty();
        Unpacked last = null;
        for (StoredLayers.Layer layer : all) {
            try (InputStream in = blobs.open(layer.blob().digest())) {
                last = layers.unpack(parent, layer.diffId().toString(), in);
                parent = Optional.of(last.layer());
            } catch (IOException e) {
                throw JpodException.host("reading layer " + layer.blob().digest(), e);
            }
        }
        return last;
    }

    private Optional<ImageRunConfig> base(ContainerConfig container) {
        if (container.imageId().isEmpty()) {
            return Optional.empty();
        }
        if (!store.contains(container.imageId()) && !store.readOnly(container.imageId())) {
            throw JpodException.notFound(
                            "image " + container.imageId() + " of container " + container.id() + ": image not known")
                    .withRemedy("commit with --squash, or pull the image again");
        }
        return Optional.of(store.config(container.imageId()));
    }

    private byte[] rawConfig(String id) {
        try {
            return Files.readAllBytes(store.directory(id).resolve("config"));
        } catch (IOException e) {
            throw JpodException.host("reading image " + id, e);
        }
    }

    private static Descriptor write(StoredImages.LayerContent content, Path scratch, CommitRequest request) {
        try (OutputStream file = Files.newOutputStream(scratch);
                DigestingOutput out = new DigestingOutput(file);
                OutputStream buffered = new BufferedOutputStream(out, BUFFER)) {
            content.write(buffered);
            buffered.flush();
            String type = request.docker() ? MediaTypes.DOCKER_LAYER : MediaTypes.OCI_LAYER;
            return Descriptor.of(type, out.digest(), out.count());
        } catch (IOException e) {
            throw JpodException.host("writing the container's layer to " + scratch, e);
        }
    }
}
