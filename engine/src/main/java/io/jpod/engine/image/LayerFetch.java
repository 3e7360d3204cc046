package io.jpod.engine.image;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.storage.LayerId;
import io.jpod.engine.Images;
import io.jpod.engine.layer.Unpacked;
import io.jpod.image.content.Arrival;
import io.jpod.image.content.BlobStore;
import io.jpod.image.content.Lease;
import io.jpod.image.content.PartialBlobs;
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
import java.util.concurrent.Future;

/** Fetches the blobs of an image, a few at a time; the layers are unpacked, lowest first, while their blobs arrive. */
final class LayerFetch {
    private final BlobStore blobs;
    private final PartialBlobs partial;
    private final ImageLayers layers;

    /** A blob on its way. */
    private record Fetch(Arrival arrival, Future<Boolean> end) {}

    LayerFetch(BlobStore blobs, PartialBlobs partial, ImageLayers layers) {
        this.blobs = blobs;
        this.partial = partial;
        this.layers = layers;
    }

    /** @param meters by the blobs' digests, in hexadecimal */
    List<Unpacked> run(Lease lease, ImageSource source, StoredLayers stored, Map<String, Images.Meter> meters) {
        boolean done = false;
        BlobThreads threads = new BlobThreads();
        Map<Digest, Fetch> fetches = new HashMap<>();
        try {
            for (StoredLayers.Layer layer : stored.layers()) {
                Descriptor blob = layer.blob();
                if (!blobs.contains(blob.digest()) && !fetches.containsKey(blob.digest())) {
                    Images.Meter meter = meters.getOrDefault(blob.digest().hex(), Images.Meter.SILENT);
                    Arrival arrival = new Arrival();
                    fetches.put(
                            blob.digest(),
                            new Fetch(arrival, threads.submit(() -> fetch(lease, source, blob, meter, arrival))));
                }
            }
            List<Unpacked> result = new ArrayList<>();
            Optional<LayerId> parent = Optional.empty();
            for (StoredLayers.Layer layer : stored.layers()) {
                Fetch fetch = fetches.get(layer.blob().digest());
                Unpacked unpacked = fetch == null ? unpack(parent, layer) : follow(parent, layer, fetch);
                parent = Optional.of(unpacked.layer());
                result.add(unpacked);
            }
            for (Fetch fetch : fetches.values()) {
                BlobThreads.await(fetch.end());
            }
            done = true;
            return result;
        } finally {
            if (!done) {
                threads.cancel();
                source.close();
            }
            threads.close();
            close(fetches);
        }
    }

    private static void close(Map<Digest, Fetch> fetches) {
        for (Fetch fetch : fetches.values()) {
            try {
                fetch.arrival().close();
            } catch (IOException e) {
                throw JpodException.internal("closing a file that was read", e);
            }
        }
    }

    private Boolean fetch(Lease lease, ImageSource source, Descriptor blob, Images.Meter meter, Arrival arrival) {
        boolean right = false;
        try {
            if (source.remote()) {
                partial.fetch(blob, source, meter::at, arrival);
            } else {
                try (InputStream in = source.blob(blob)) {
                    blobs.add(lease, blob, in, arrival);
                }
            }
            right = true;
            meter.done("done");
            return true;
        } catch (IOException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "reading blob " + blob.digest(), e);
        } finally {
            arrival.ended(right);
        }
    }

    /** Unpacks what arrives. When something is wrong with the blob, that is what is told, not what it led to. */
    private Unpacked follow(Optional<LayerId> parent, StoredLayers.Layer layer, Fetch fetch) {
        Arrival arrival = fetch.arrival();
        try {
            if (arrival.awaitBeginning()) {
                // A plain tar's digest is its diff id: who writes the blob has hashed it.
                boolean vouched = layer.blob().digest().equals(layer.diffId());
                try (InputStream in = arrival.open()) {
                    return unpack(parent, layer, in, vouched);
                } catch (JpodException e) {
                    BlobThreads.await(fetch.end());
                    if (!arrival.misled()) {
                        throw e;
                    }
                }
            }
            BlobThreads.await(fetch.end());
            return unpack(parent, layer);
        } catch (IOException e) {
            throw JpodException.host("reading blob " + layer.blob().digest(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JpodException(
                    ErrorCode.INTERRUPTED, "reading blob " + layer.blob().digest(), e);
        }
    }

    private Unpacked unpack(Optional<LayerId> parent, StoredLayers.Layer layer) {
        try (InputStream in = blobs.open(layer.blob().digest())) {
            return unpack(parent, layer, in, false);
        } catch (IOException e) {
            throw JpodException.host("reading blob " + blobs.path(layer.blob().digest()), e);
        }
    }

    private Unpacked unpack(Optional<LayerId> parent, StoredLayers.Layer layer, InputStream in, boolean vouched) {
        Unpacked unpacked = layers.unpack(parent, layer.diffId().toString(), in, vouched);
        if (!unpacked.layer().value().equals(layer.chainId())) {
            throw new JpodException(
                    ErrorCode.INTERNAL,
                    "layer " + layer.diffId() + " was unpacked as " + unpacked.layer() + ", not as " + layer.chainId());
        }
        return unpacked;
    }
}
