package io.jpod.engine.image;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.storage.LayerId;
import io.jpod.engine.layer.Unpacked;
import io.jpod.image.content.BlobStore;
import io.jpod.image.content.Lease;
import io.jpod.image.content.StoredLayers;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.reference.Digest;
import io.jpod.image.transport.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Fetches the blobs of an image, a few at a time, while those that have arrived are unpacked, lowest first. */
final class LayerFetch {
    private static final int PARALLEL = 3;

    private final BlobStore blobs;
    private final ImageLayers layers;

    LayerFetch(BlobStore blobs, ImageLayers layers) {
        this.blobs = blobs;
        this.layers = layers;
    }

    List<Unpacked> run(Lease lease, ImageSource source, StoredLayers stored) {
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL, task -> {
            Thread thread = new Thread(task, "jpod-blob");
            thread.setDaemon(true);
            return thread;
        });
        boolean done = false;
        try {
            Map<Digest, Future<?>> fetches = new HashMap<>();
            for (StoredLayers.Layer layer : stored.layers()) {
                Descriptor blob = layer.blob();
                if (!blobs.contains(blob.digest()) && !fetches.containsKey(blob.digest())) {
                    fetches.put(blob.digest(), threads.submit(() -> fetch(lease, source, blob)));
                }
            }
            List<Unpacked> result = new ArrayList<>();
            Optional<LayerId> parent = Optional.empty();
            for (StoredLayers.Layer layer : stored.layers()) {
                Future<?> fetch = fetches.get(layer.blob().digest());
                if (fetch != null) {
                    await(fetch);
                }
                Unpacked unpacked = unpack(parent, layer);
                parent = Optional.of(unpacked.layer());
                result.add(unpacked);
            }
            done = true;
            return result;
        } finally {
            stop(threads, done ? null : source);
        }
    }

    private void fetch(Lease lease, ImageSource source, Descriptor blob) {
        try (InputStream in = source.blob(blob)) {
            blobs.add(lease, blob, in);
        } catch (IOException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "reading blob " + blob.digest(), e);
        }
    }

    private Unpacked unpack(Optional<LayerId> parent, StoredLayers.Layer layer) {
        try (InputStream in = blobs.open(layer.blob().digest())) {
            Unpacked unpacked = layers.unpack(parent, layer.diffId().toString(), in);
            if (!unpacked.layer().value().equals(layer.chainId())) {
                throw new JpodException(
                        ErrorCode.INTERNAL,
                        "layer " + layer.diffId() + " was unpacked as " + unpacked.layer() + ", not as "
                                + layer.chainId());
            }
            return unpacked;
        } catch (IOException e) {
            throw JpodException.host("reading blob " + blobs.path(layer.blob().digest()), e);
        }
    }

    private static void await(Future<?> fetch) {
        try {
            fetch.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof JpodException failure) {
                throw failure;
            }
            throw JpodException.internal("fetching a blob", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JpodException(ErrorCode.INTERRUPTED, "fetching a blob", e);
        }
    }

    /** No thread may write into the lease's directory any more when this returns. */
    private static void stop(ExecutorService threads, ImageSource failed) {
        threads.shutdownNow();
        if (failed != null) {
            failed.close();
        }
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
