package io.jpod.it.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.ImageConfig;
import io.jpod.image.manifest.ImageIndex;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.Manifest;
import io.jpod.image.manifest.ManifestParser;
import io.jpod.image.manifest.Platform;
import io.jpod.image.reference.ImageReference;
import java.nio.charset.StandardCharsets;

/** Manifests, configurations and references. */
class DocumentFuzz {
    @FuzzTest
    void manifests(byte[] data) {
        try {
            Manifest manifest = ManifestParser.parse(data, "");
            if (manifest instanceof ImageManifest image) {
                image.convert(true);
            } else if (manifest instanceof ImageIndex index) {
                index.choose(new Platform("linux", "amd64", ""));
            }
        } catch (JpodException e) {
            // A refusal is what garbage deserves.
            return;
        }
    }

    @FuzzTest
    void configurations(byte[] data) {
        try {
            ImageConfig.parse(data).run().toJson();
        } catch (JpodException e) {
            // As above.
            return;
        }
    }

    @FuzzTest
    void references(byte[] data) {
        try {
            ImageReference.parse(new String(data, StandardCharsets.UTF_8)).toString();
        } catch (JpodException e) {
            // As above.
            return;
        }
    }
}
