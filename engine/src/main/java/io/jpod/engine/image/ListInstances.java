package io.jpod.engine.image;

import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which images a pushed list is made of: its own, and copies in compressions that are asked for. */
final class ListInstances {
    /** Says of an entry of an index that its layers are in zstd, so that readers that know zstd take it (containers/image). */
    private static final String ZSTD_ANNOTATION = "io.github.containers.compression.zstd";

    private ListInstances() {}

    /**
     * One image to send.
     *
     * @param compression of a copy; empty for the entry itself
     */
    record Instance(ManifestList.Entry entry, String compression) {
        boolean isCopy() {
            return !compression.isEmpty();
        }
    }

    /** Reads the manifest of an entry that is an image. */
    interface Manifests {
        ImageManifest of(ManifestList.Entry entry);
    }

    /**
     * Each entry, followed by copies of it in those compressions that no entry of its platform has.
     *
     * @param sent the compression that all entries are sent in; empty when they keep theirs
     */
    static List<Instance> plan(ManifestList list, List<String> compressions, String sent, Manifests manifests) {
        List<Instance> result = new ArrayList<>();
        Map<String, Set<String>> present = new HashMap<>();
        if (!compressions.isEmpty()) {
            for (ManifestList.Entry entry : list.entries()) {
                if (!entry.isArtifact()) {
                    present.computeIfAbsent(platform(entry), key -> new HashSet<>())
                            .add(sent.isEmpty() ? compression(manifests.of(entry)) : sent);
                }
            }
        }
        for (ManifestList.Entry entry : list.entries()) {
            result.add(new Instance(entry, ""));
            if (!entry.isArtifact()) {
                for (String compression : compressions) {
                    if (present.get(platform(entry)).add(compression)) {
                        result.add(new Instance(entry, compression));
                    }
                }
            }
        }
        return result;
    }

    private static String platform(ManifestList.Entry entry) {
        JsonObject platform = entry.descriptor().getObject("platform");
        return platform.getString("os", "") + "/" + platform.getString("architecture", "") + "/"
                + platform.getString("variant", "") + "/" + platform.getString("os.version", "") + "/"
                + platform.getStrings("os.features");
    }

    /** {@code zstd} when a layer is in it, else {@code gzip}, which readers expect where nothing is said. */
    private static String compression(ImageManifest manifest) {
        return usesZstd(manifest) ? "zstd" : "gzip";
    }

    private static boolean usesZstd(ImageManifest manifest) {
        for (Descriptor layer : manifest.layers()) {
            if ("zstd".equals(MediaTypes.layerCompression(layer.mediaType()))) {
                return true;
            }
        }
        return false;
    }

    /** Marks the entry of an index as what was sent; false when it is one that readers of old would not understand. */
    static boolean mark(JsonObject descriptor, ImageManifest sent) {
        JsonObject annotations = descriptor.getObject("annotations");
        boolean zstd = usesZstd(sent);
        annotations.put(ZSTD_ANNOTATION, zstd ? "true" : null);
        descriptor.put("annotations", annotations.isEmpty() ? null : annotations);
        return !zstd;
    }
}
