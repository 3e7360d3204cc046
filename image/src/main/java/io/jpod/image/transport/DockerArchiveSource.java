package io.jpod.image.transport;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageConfig;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.Manifest;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import io.jpod.support.layer.Decompression;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One image of an archive in {@code docker save}'s format. Such an archive has no manifest: one is made up, in which the layers are
 * the plain tars under their diff ids.
 */
final class DockerArchiveSource implements ImageSource {
    private static final int MAX_IMAGES = 1000;

    private final FileTree tree;
    private final byte[] config;
    private final ImageManifest manifest;
    private final List<String> names;
    private final Map<Digest, String> files;

    private DockerArchiveSource(
            FileTree tree, byte[] config, ImageManifest manifest, List<String> names, Map<Digest, String> files) {
        this.tree = tree;
        this.config = config;
        this.manifest = manifest;
        this.names = names;
        this.files = files;
    }

    /** All images of an archive. */
    static List<DockerArchiveSource> openAll(FileTree tree) {
        List<DockerArchiveSource> result = new ArrayList<>();
        for (JsonObject entry : entries(tree)) {
            try {
                result.add(read(tree, entry));
            } catch (JpodException e) {
                throw new JpodException(ErrorCode.EXTERNAL, "reading docker archive", e);
            } catch (IOException e) {
                throw JpodException.host("reading docker archive", e);
            }
        }
        return result;
    }

    private static List<JsonObject> entries(FileTree tree) {
        byte[] bytes;
        try {
            bytes = Documents.read(tree, "manifest.json", Manifest.MAX_SIZE);
        } catch (JpodException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "loading tar component manifest.json", e);
        }
        Object document = Json.parse(new String(bytes, StandardCharsets.UTF_8));
        List<JsonObject> entries = new ArrayList<>();
        if (document instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof JsonObject object) {
                    entries.add(object);
                }
            }
            if (entries.size() == items.size() && entries.size() <= MAX_IMAGES) {
                return entries;
            }
        }
        throw JpodException.external("decoding tar manifest.json: not a list of images");
    }

    /**
     * Chooses an image.
     *
     * @param reference {@code name:tag}, {@code @index} or empty when the archive holds just one image
     */
    static DockerArchiveSource open(FileTree tree, String reference) {
        List<DockerArchiveSource> all = openAll(tree);
        if (reference.isEmpty()) {
            if (all.size() != 1) {
                throw JpodException.usage("Unexpected tar manifest.json: expected 1 item, got " + all.size());
            }
            return all.get(0);
        }
        if (reference.startsWith("@")) {
            int index = -1;
            try {
                index = Integer.parseInt(reference.substring(1));
            } catch (NumberFormatException e) {
                // Reported below with the same words.
            }
            if (index < 0 || index >= all.size()) {
                throw JpodException.usage(
                        "Invalid source index " + reference + ", only " + all.size() + " manifest items available");
            }
            return all.get(index);
        }
        ImageReference parsed = ImageReference.parse(reference);
        String wanted = (parsed.isShort() ? parsed.atRegistry(ImageReference.DOCKER_HUB) : parsed)
                .withDefaultTag()
                .toString();
        for (DockerArchiveSource source : all) {
            for (String name : source.names) {
                if (name.equals(reference) || name.equals(wanted) || ("docker.io/library/" + name).equals(wanted)) {
                    return source;
                }
            }
        }
        throw JpodException.notFound("Tag \"" + wanted + "\" not found");
    }

    private static DockerArchiveSource read(FileTree tree, JsonObject entry) throws IOException {
        String configName = entry.getString("Config", "");
        byte[] config = Documents.read(tree, configName, ImageConfig.MAX_SIZE);
        List<String> layerNames = entry.getStrings("Layers");
        List<Digest> diffIds = ImageConfig.parse(config).diffIds();
        if (diffIds.size() != layerNames.size()) {
            throw JpodException.external("inconsistent layer count: " + diffIds.size() + " in config, "
                    + layerNames.size() + " in manifest");
        }
        List<Descriptor> layers = new ArrayList<>();
        Map<Digest, String> files = new HashMap<>();
        for (int i = 0; i < diffIds.size(); i++) {
            String name = layerNames.get(i);
            Digest diffId = diffIds.get(i);
            layers.add(Descriptor.of(MediaTypes.DOCKER_LAYER, diffId, plainSize(tree, name)));
            files.put(diffId, name);
        }
        Descriptor configDescriptor = Descriptor.of(MediaTypes.DOCKER_CONFIG, Sha256.of(config), config.length);
        ImageManifest manifest = ImageManifest.write(MediaTypes.DOCKER_MANIFEST, configDescriptor, layers, Map.of());
        return new DockerArchiveSource(tree, config, manifest, entry.getStrings("RepoTags"), files);
    }

    private static long plainSize(FileTree tree, String name) throws IOException {
        try (BufferedInputStream in = new BufferedInputStream(tree.open(name))) {
            if (Decompression.peek(in) == Decompression.NONE) {
                return tree.size(name);
            }
            long size = 0;
            byte[] buffer = new byte[1 << 16];
            InputStream plain = Decompression.open(in);
            for (int n = plain.read(buffer); n >= 0; n = plain.read(buffer)) {
                size += n;
            }
            return size;
        } catch (NoSuchFileException e) {
            throw JpodException.external("tar layer " + Digest.printable(name) + " not found in the archive");
        }
    }

    @Override
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public Manifest manifest(Digest digest) {
        throw JpodException.external("a docker archive has no further manifests");
    }

    @Override
    public byte[] config(Descriptor descriptor) {
        return config.clone();
    }

    @Override
    public InputStream blob(Descriptor layer) throws IOException {
        return Decompression.open(tree.open(files.get(layer.digest())));
    }

    @Override
    public String transport() {
        return "docker-archive";
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public boolean madeUp() {
        return true;
    }

    @Override
    public void close() {
        tree.close();
    }
}
