package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.engine.PullOptions;
import io.jpod.image.encryption.LayerCipher;
import io.jpod.image.encryption.Recipients;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.transport.ImageDestination;
import io.jpod.image.trust.Gpg;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which layers of a push are encrypted, and for whom. */
final class PushEncryption {
    private final Recipients recipients;
    private final List<Integer> indices;

    /** @throws JpodException when a key cannot be read or used */
    PushEncryption(PullOptions options, Gpg gpg) {
        this.recipients = Recipients.of(options.encryptionKeys(), gpg);
        this.indices = options.encryptLayers();
    }

    /**
     * Which of so many layers, counted from 0; all when none was named.
     *
     * @throws JpodException USAGE when one is named that does not exist
     */
    Set<Integer> covered(int count) {
        Set<Integer> result = new HashSet<>();
        for (int index : indices) {
            int layer = index < 0 ? count + index : index;
            if (layer < 0 || layer >= count) {
                throw JpodException.usage("--encrypt-layer " + index + ": no such layer in an image of " + count)
                        .withRemedy("count from 0 for the lowest up, or from -1 for the uppermost down");
            }
            result.add(layer);
        }
        if (indices.isEmpty()) {
            for (int i = 0; i < count; i++) {
                result.add(i);
            }
        }
        return result;
    }

    /** Encrypts a layer into a file; how it is described then. */
    Descriptor encrypt(Descriptor layer, ImageDestination.Content content, Path encrypted, Path scratch) {
        return LayerCipher.encrypt(layer, content, encrypted, recipients, scratch);
    }
}
