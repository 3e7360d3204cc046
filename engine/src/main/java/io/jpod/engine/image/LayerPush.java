package io.jpod.engine.image;

import io.jpod.engine.Images;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.MediaTypes;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Sends the layers of an image, a few at a time where the destination allows it. */
final class LayerPush {
    /** Finds the bytes of a blob. */
    interface Contents {
        ImageDestination.Content of(Descriptor blob);
    }

    private final Contents contents;
    private final LayerRecoder recoder;
    private final Optional<PushEncryption> encryption;
    private final ImageDestination to;
    private final Path scratch;
    private final boolean skipsForeign;

    /**
     * For one destination.
     *
     * @param scratch a directory for layers that are sent in another form
     * @param skipsForeign leave layers out that are elsewhere and may not be distributed
     */
    LayerPush(
            Contents contents,
            LayerRecoder recoder,
            Optional<PushEncryption> encryption,
            ImageDestination to,
            Path scratch,
            boolean skipsForeign) {
        this.contents = contents;
        this.recoder = recoder;
        this.encryption = encryption;
        this.to = to;
        this.scratch = scratch;
        this.skipsForeign = skipsForeign;
    }

    /**
     * Sends layers and something else: beside them where the destination allows it, or else after them.
     *
     * @param other called in this thread, tells how that is sent
     * @return the layers as they were sent
     */
    List<Descriptor> run(List<Descriptor> layers, Supplier<Runnable> other, Images.Progress progress) {
        List<Job> jobs = jobs(layers);
        List<Descriptor> result = new ArrayList<>();
        if (!to.parallel()) {
            for (Job job : jobs) {
                result.add(send(job, begin(job, progress)));
            }
            other.get().run();
            return result;
        }
        BlobThreads threads = new BlobThreads();
        boolean done = false;
        try {
            Map<String, Future<Descriptor>> sent = new HashMap<>();
            for (Job job : jobs) {
                Images.Meter meter = begin(job, progress);
                if (!sent.containsKey(job.key())) {
                    sent.put(job.key(), threads.submit(() -> send(job, meter)));
                }
            }
            Future<Object> rest = threads.submit(Executors.callable(other.get()));
            for (Job job : jobs) {
                result.add(BlobThreads.await(sent.get(job.key())));
            }
            BlobThreads.await(rest);
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

    /** A layer, and whether it is encrypted on its way. */
    private record Job(Descriptor layer, boolean encrypted) {
        /** What is the same for layers that need to be sent once only. */
        String key() {
            return (encrypted ? "encrypted-" : "recoded-") + layer.digest().hex();
        }
    }

    private static Images.Meter begin(Job job, Images.Progress progress) {
        Descriptor layer = job.layer();
        return progress.begin("blob", layer.digest().toString(), layer.size());
    }

    private List<Job> jobs(List<Descriptor> layers) {
        Set<Integer> covered = encryption.isPresent() ? encryption.get().covered(layers.size()) : Set.of();
        List<Job> result = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            result.add(new Job(layers.get(i), covered.contains(i)));
        }
        return result;
    }

    private Descriptor send(Job job, Images.Meter meter) {
        Descriptor layer = job.layer();
        if (skipsForeign
                && MediaTypes.isForeign(layer.mediaType())
                && !layer.urls().isEmpty()) {
            meter.done("skipped: foreign layer");
            return layer;
        }
        Path own = scratch.resolve(job.key());
        ImageDestination.Content content = contents.of(layer);
        Descriptor form = recoder.recode(layer, content, own);
        if (!form.digest().equals(layer.digest())) {
            content = () -> Files.newInputStream(own);
        }
        Path sealed = scratch.resolve(job.key() + ".sealed");
        if (job.encrypted()) {
            form = encryption.orElseThrow().encrypt(form, content, sealed, scratch);
            content = () -> Files.newInputStream(sealed);
        }
        boolean[] opened = new boolean[1];
        ImageDestination.Content sent = content;
        to.blob(form, () -> {
            opened[0] = true;
            return new Metered(sent.open(), meter);
        });
        delete(own);
        delete(sealed);
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
