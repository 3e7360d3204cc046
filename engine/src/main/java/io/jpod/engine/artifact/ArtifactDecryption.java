package io.jpod.engine.artifact;

import io.jpod.api.JpodException;
import io.jpod.api.process.ProcessRunner;
import io.jpod.image.encryption.DecryptionKeys;
import io.jpod.image.encryption.LayerCipher;
import io.jpod.image.manifest.ArtifactManifest;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.trust.Gpg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Decrypts the files of an artifact that was fetched. */
final class ArtifactDecryption {
    private final DecryptionKeys keys;

    /** @param specs values of {@code --decryption-key} */
    ArtifactDecryption(List<String> specs, ProcessRunner processes) {
        this.keys = DecryptionKeys.of(specs, new Gpg(processes));
    }

    /**
     * Puts plain files, under their digests, in the place of encrypted ones.
     *
     * @param directory holds the artifact's blobs, each under its digest in hexadecimal
     * @return the manifest of the plain artifact
     * @throws JpodException EXTERNAL when no key fits, or a file was changed after its encryption
     */
    ArtifactManifest run(ArtifactManifest manifest, Path directory) throws IOException {
        List<Descriptor> layers = new ArrayList<>();
        boolean changed = false;
        for (Descriptor layer : manifest.layers()) {
            if (!MediaTypes.isEncrypted(layer.mediaType())) {
                layers.add(layer);
                continue;
            }
            Path plain = directory.resolve("decrypted");
            Path sealed = directory.resolve(layer.digest().hex());
            Descriptor description = LayerCipher.decrypt(layer, sealed, plain, keys.unwrap(layer, directory));
            Files.move(plain, directory.resolve(description.digest().hex()), StandardCopyOption.REPLACE_EXISTING);
            layers.add(description);
            changed = true;
        }
        return changed ? manifest.withLayers(layers) : manifest;
    }
}
