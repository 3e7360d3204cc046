package io.jpod.engine.image;

import io.jpod.engine.Images;
import io.jpod.image.content.BlobStore;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.reference.Digest;
import io.jpod.image.transport.ImageDestination;
import io.jpod.image.transport.LayerRecoder;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;

/** Sends the layers of an image, a few at a time where the destination allows it. */
final class LayerPush {
    private final BlobStore blobs;
    private final LayerRecoder recoder;
    private final ImageDestination to;
    private final Path scratch;

    /** @param scratch a directory for layers that are sent in another form */
    LayerPush(BlobStore blobs, LayerRecoder recoder, ImageDestination to, Path scratch) {
        this.blobs = blobs;
        this.recoder = recoder;
        this.to = to;
        this.scratch = scratch;
    }

    /** @return the layers as they were sent */
    List<Descriptor> run(List<Descriptor> layers, Images.Progress progress) {
        List<Descriptor> result = new ArrayList<>();
        if (!to.parallel()) {
            for (Descriptor layer : layers) {
                result.add(send(layer, progress.begin("blob", layer.digest().toString(), layer.size())));
            }
            return result;
        }
        BlobThreads threads = new BlobThreads();
        boolean done = false;
        try {
            Map<Digest, Future<Descriptor>> sent = new HashMap<>();
            for (Descriptor layer : layers) {
                Images.Meter meter = progress.begin("blob", layer.digest().toString(), layer.size());
                if (!sent.containsKey(layer.digest())) {
                    sent.put(layer.digest(), threads.submit(() -> send(layer, meter)));
                }
            }
            for (Descriptor layer : layers) {
                result.add(BlobThreads.await(sent.get(layer.digest())));
            }
            done = true;
            return result;
        } finally {
            if (!done) {
                threads.cancel();
                to.close();
            }
            threads.close();
        }
    }

    private Descriptor send(Descriptor layer, Images.Meter meter) {
        if (to.parallel()
                && MediaTypes.isForeign(layer.mediaType())
                && !layer.urls().isEmpty()) {
            meter.done("skipped: foreign layer");
            return layer;
        }
        Path own = scratch.resolve("recoded-" + layer.digest().hex());
        Descriptor form = recoder.recode(layer, blobs.path(layer.digest()), own);
        Path content = form.equals(layer) ? blobs.path(layer.digest()) : own;
        boolean[] opened = new boolean[1];
        to.blob(form, () -> {
            opened[0] = true;
            return new Metered(Files.newInputStream(content), meter);
        });
        delete(own);
        meter.done(opened[0] ? "done" : "skipped: already exists");
        return form;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It goes with the lease.
        }
    }

    /** Tells how much was read. */
    private static final class Metered extends FilterInputStream {
        private final Images.Meter meter;
        private long count;

        Metered(InputStream in, Images.Meter meter) {
            super(in);
            this.meter = meter;
        }

        @Override
        public int read() throws IOException {
            int c = in.read();
            count += c < 0 ? 0 : 1;
            meter.at(count);
            return c;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = in.read(buffer, offset, length);
            count += Math.max(0, n);
            meter.at(count);
            return n;
        }
    }
}
