package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.transport.ImageDestination;
import io.jpod.image.transport.LayerRecoder;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * In which form images are sent.
 *
 * @param format of the manifest: {@code oci}, {@code v2s2}, or empty for the one that it has
 * @param compression of the layers: {@code gzip}, {@code zstd}, or empty for the one that they have
 * @param force compress anew what has another compression
 * @param compress compress what is plain, whatever the place
 */
record ImageSending(String format, String compression, Optional<Integer> level, boolean force, boolean compress) {
    /** @throws JpodException UNSUPPORTED for what cannot be had together */
    ImageSending {
        if (compression.equals("zstd") && format.equals("v2s2")) {
            throw JpodException.unsupported("docker's manifests cannot name layers in zstd")
                    .withRemedy("push with --format oci, to a place that takes OCI images");
        }
    }

    static ImageSending of(PullOptions options, String format) {
        return new ImageSending(
                format,
                options.compressionFormat().isEmpty() && options.forceCompression()
                        ? "gzip"
                        : options.compressionFormat(),
                options.compressionLevel(),
                options.forceCompression(),
                options.compress());
    }

    /** The same, but for the compression of the layers, which all of them get. */
    ImageSending in(String other) {
        return new ImageSending(format, other, other.equals(compression) ? level : Optional.empty(), true, compress);
    }

    /** One image, what finds its blobs, and what encrypts them on their way. */
    record Source(
            ImageManifest manifest,
            byte[] config,
            LayerPush.Contents blobs,
            boolean keepsForm,
            Optional<PushEncryption> encryption) {}

    /**
     * Sends layers and configuration.
     *
     * @param scratch a directory for layers in a new form
     * @return the manifest of what was sent, which is not sent yet
     */
    ImageManifest blobs(
            Source image, ImageDestination to, Path scratch, boolean skipsForeign, Images.Progress progress) {
        ImageManifest stored = image.manifest();
        if (compression.equals("zstd") || image.encryption().isPresent()) {
            stored = stored.convert(false);
        }
        LayerRecoder recoder = new LayerRecoder(
                compression,
                level,
                force,
                to.wantsPlainLayers(),
                compress || to.wantsCompressedLayers() && !image.keepsForm(),
                MediaTypes.isDocker(stored.mediaType()));
        Descriptor config = stored.config();
        Supplier<Runnable> sendConfig = () -> {
            Images.Meter meter = progress.begin("config", config.digest().toString(), config.size());
            return () -> {
                to.blob(config, () -> new ByteArrayInputStream(image.config()));
                meter.done("done");
            };
        };
        List<Descriptor> layers = new LayerPush(image.blobs(), recoder, image.encryption(), to, scratch, skipsForeign)
                .run(stored.layers(), sendConfig, progress);
        progress.message("Writing manifest to image destination");
        ImageManifest manifest = layers.equals(stored.layers()) ? stored : stored.withLayers(layers);
        return format.isEmpty() ? manifest : manifest.convert(format.equals("v2s2"));
    }
}
