package io.jpod.engine.store;

import io.jpod.api.JpodException;
import io.jpod.api.storage.LayerId;
import io.jpod.engine.EngineContext;
import io.jpod.engine.Store.Finding;
import io.jpod.engine.container.StoredContainers;
import io.jpod.engine.image.StoredImages;
import io.jpod.engine.layer.LayerContents;
import io.jpod.engine.layer.LayerStore;
import io.jpod.image.content.StoredLayers;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks for damage and for what nobody refers to. */
final class StoreCheck {
    private final EngineContext context;
    private final StoredImages images;
    private final StoredContainers containers;
    private final LayerStore layers;
    private final Duration spared;

    /** @param spared the age up to which layers that nothing uses are no finding */
    StoreCheck(
            EngineContext context,
            StoredImages images,
            StoredContainers containers,
            LayerStore layers,
            Duration spared) {
        this.spared = spared;
        this.context = context;
        this.images = images;
        this.containers = containers;
        this.layers = layers;
    }

    List<Finding> run(boolean contents) {
        List<Finding> findings = new ArrayList<>();
        Set<String> blobs = new HashSet<>(images.pinned("blob "));
        Set<String> known = new HashSet<>(images.pinned("layer "));
        boolean complete = true;
        for (String id : images.ids()) {
            complete &= image(id, contents, blobs, known, findings);
        }
        containers(known, findings);
        volumes(findings);
        for (String name : images.danglingNames()) {
            findings.add(new Finding("name", name, "leads to no image"));
        }
        if (complete) {
            strays(blobs, known, findings);
        }
        return findings;
    }

    /** @return false when nobody can say what the image refers to */
    private boolean image(String id, boolean contents, Set<String> blobs, Set<String> known, List<Finding> findings) {
        Path directory = context.root().resolve("images").resolve(id);
        try {
            images.get(id);
            byte[] config = images.rawConfig(id);
            if (!Sha256.of(config).hex().equals(id)) {
                findings.add(new Finding("image", id, "its configuration has another digest"));
            }
            for (String name : names(directory.resolve("manifests"))) {
                byte[] bytes = Files.readAllBytes(directory.resolve("manifests").resolve(name));
                if (!name.startsWith(".") && !Sha256.of(bytes).hex().equals(name)) {
                    findings.add(new Finding("image", id, "its manifest " + name + " has another digest"));
                }
            }
        } catch (JpodException | IOException e) {
            findings.add(new Finding("image", id, "cannot be read: " + e.getMessage()));
        }
        StoredLayers stored;
        try {
            stored = StoredLayers.read(directory);
        } catch (JpodException e) {
            findings.add(new Finding("image", id, "its layers are not known: " + e.getMessage()));
            return false;
        }
        for (StoredLayers.Layer layer : stored.layers()) {
            boolean fresh = blobs.add(layer.blob().digest().hex());
            known.add(layer.chainId());
            if (!layers.exists(new LayerId(layer.chainId()))) {
                findings.add(new Finding("image", id, "its layer " + layer.chainId() + " is missing"));
            } else if (contents && fresh) {
                layers.contents()
                        .damage(new LayerId(layer.chainId()), open(layer))
                        .ifPresent(damage -> findings.add(
                                new Finding("image", id, "its layer " + layer.chainId() + " is damaged: " + damage)));
            }
            String problem = blob(layer.blob(), contents && fresh);
            if (!problem.isEmpty()) {
                findings.add(new Finding("image", id, problem));
            }
        }
        return true;
    }

    private LayerContents.Blob open(StoredLayers.Layer layer) {
        return () -> Files.newInputStream(images.blobFile(layer.blob().digest()));
    }

    private String blob(Descriptor blob, boolean contents) {
        Path file = images.blobFile(blob.digest());
        try {
            if (!Files.isRegularFile(file)) {
                return "its blob " + blob.digest() + " is missing";
            }
            if (Files.size(file) != blob.size()) {
                return "its blob " + blob.digest() + " has " + Files.size(file) + " bytes instead of " + blob.size();
            }
            if (contents && !digest(file).equals(blob.digest())) {
                return "its blob " + blob.digest() + " has another digest";
            }
            return "";
        } catch (IOException e) {
            return "its blob " + blob.digest() + " cannot be read: " + e.getMessage();
        }
    }

    private static Digest digest(Path file) throws IOException {
        Sha256 sha = new Sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha.update(buffer, 0, n);
            }
        }
        return sha.finish();
    }

    private void containers(Set<String> known, List<Finding> findings) {
        for (LayerId layer : containers.transientLayers()) {
            known.add(layer.value());
        }
        for (String id : containers.allIds()) {
            known.add(id);
            try {
                containers.get(id);
            } catch (JpodException e) {
                findings.add(new Finding("container", id, "cannot be read: " + e.getMessage()));
                continue;
            }
            for (LayerId layer : containers.layersOf(id)) {
                known.add(layer.value());
            }
            boolean own =
                    containers.get(id).config().request().filesystem().rootfs().isEmpty();
            if (own && !layers.exists(new LayerId(id))) {
                findings.add(new Finding("container", id, "its layer is missing"));
            }
        }
    }

    private void volumes(List<Finding> findings) {
        Path directory = context.volumes();
        for (String name : names(directory)) {
            if (!containers.volumes().exists(name)) {
                findings.add(new Finding("volume", name, "has no record"));
            }
        }
    }

    /** What is there and belongs to nothing. */
    private void strays(Set<String> blobs, Set<String> known, List<Finding> findings) {
        for (String name : names(context.root().resolve("blobs").resolve("sha256"))) {
            if (!blobs.contains(name)) {
                findings.add(new Finding("blob", name, "belongs to no image"));
            }
        }
        Set<LayerId> keep = new HashSet<>();
        for (String layer : known) {
            keep.add(new LayerId(layer));
        }
        for (LayerId layer : layers.unknown(keep)) {
            if (!isYoung(layer)) {
                findings.add(new Finding("layer", layer.value(), "belongs to no image and no container"));
            }
        }
    }

    /** Only layers of images have a time; what a container left is never spared. */
    private boolean isYoung(LayerId layer) {
        Instant limit = context.clock().instant().minus(spared);
        return !spared.isZero()
                && layers.committed(layer).filter(limit::isBefore).isPresent();
    }

    private static String[] names(Path directory) {
        String[] names = directory.toFile().list();
        return names == null ? new String[0] : names;
    }
}
