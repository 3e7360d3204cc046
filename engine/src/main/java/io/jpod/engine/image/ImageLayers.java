package io.jpod.engine.image;

import io.jpod.api.storage.LayerId;
import io.jpod.api.storage.WhiteoutFormat;
import io.jpod.engine.layer.LayerStore;
import io.jpod.engine.layer.Unpacked;
import io.jpod.image.content.StoreSweep;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What images need of the layer store. */
interface ImageLayers extends StoreSweep.Layers {
    boolean exists(String chainId);

    /** As {@link LayerStore#find}. */
    Optional<Unpacked> find(String chainId);

    /** As {@link LayerStore#unpack}. */
    Unpacked unpack(Optional<LayerId> parent, String diffId, InputStream blob, boolean vouched);

    /** As {@link LayerStore#unpack} of a stream that nobody has checked. */
    default Unpacked unpack(Optional<LayerId> parent, String diffId, InputStream blob) {
        return unpack(parent, diffId, blob, false);
    }

    /** As {@link LayerStore#borrow}. */
    default boolean borrow(
            LayerId layer, Optional<LayerId> parent, Path files, WhiteoutFormat whiteouts, long idLimit) {
        return false;
    }

    /** The layer store itself. */
    static ImageLayers of(LayerStore store) {
        return new ImageLayers() {
            @Override
            public boolean exists(String chainId) {
                return store.exists(new LayerId(chainId));
            }

            @Override
            public Optional<Unpacked> find(String chainId) {
                return store.find(new LayerId(chainId));
            }

            @Override
            public Unpacked unpack(Optional<LayerId> parent, String diffId, InputStream blob, boolean vouched) {
                return store.unpack(parent, diffId, blob, vouched);
            }

            @Override
            public boolean borrow(
                    LayerId layer, Optional<LayerId> parent, Path files, WhiteoutFormat whiteouts, long idLimit) {
                return store.borrow(layer, parent, files, whiteouts, idLimit);
            }

            @Override
            public void removeChain(String top, Set<String> keep) {
                Set<LayerId> kept = new HashSet<>();
                for (String chainId : keep) {
                    kept.add(new LayerId(chainId));
                }
                store.removeChain(new LayerId(top), kept);
            }

            @Override
            public void sweep() {
                store.sweep();
            }
        };
    }
}
