package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.api.storage.LayerId;
import io.jpod.engine.layer.Unpacked;
import io.jpod.image.manifest.Sha256;
import io.jpod.support.layer.Decompression;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Layers that exist in memory only; digests are checked as the real store does. */
final class RecordingLayers implements ImageLayers {
    /** Chain id → parent, empty for the lowest. */
    final Map<String, String> layers = new TreeMap<>();

    int sweeps;

    @Override
    public boolean exists(String chainId) {
        return layers.containsKey(chainId);
    }

    @Override
    public Optional<Unpacked> find(String chainId) {
        return exists(chainId) ? Optional.of(new Unpacked(new LayerId(chainId), "", 0, 1, true)) : Optional.empty();
    }

    @Override
    public Unpacked unpack(Optional<LayerId> parent, String diffId, InputStream blob, boolean vouched) {
        String below = parent.isPresent() ? parent.get().value() : "";
        String chain = below.isEmpty()
                ? diffId.substring(7)
                : Sha256.of("sha256:" + below + " " + diffId).hex();
        byte[] plain;
        try {
            plain = Decompression.open(blob).readAllBytes();
        } catch (IOException e) {
            throw JpodException.external("damaged layer");
        }
        if (!Sha256.of(plain).toString().equals(diffId)) {
            throw JpodException.external("layer does not match diff id " + diffId);
        }
        boolean reused = layers.put(chain, below) != null;
        return new Unpacked(new LayerId(chain), diffId, plain.length, 1, reused);
    }

    @Override
    public void sweep() {
        sweeps++;
    }

    @Override
    public void removeChain(String top, Set<String> keep) {
        String current = top;
        while (!current.isEmpty() && !keep.contains(current) && !layers.containsValue(current)) {
            String below = layers.remove(current);
            current = below == null ? "" : below;
        }
    }
}
