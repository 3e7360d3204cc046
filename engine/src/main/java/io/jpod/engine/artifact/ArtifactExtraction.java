package io.jpod.engine.artifact;

import io.jpod.api.JpodException;
import io.jpod.engine.Artifacts.Artifact;
import io.jpod.image.manifest.ArtifactManifest;
import io.jpod.image.manifest.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Writes the files of an artifact out. Names come from strangers: one that is more than a plain name is refused. */
final class ArtifactExtraction {
    private final ArtifactStore store;

    ArtifactExtraction(ArtifactStore store) {
        this.store = store;
    }

    void run(Artifact artifact, Path target, String title, String digest) {
        if (!title.isEmpty() && !digest.isEmpty()) {
            throw JpodException.usage("cannot specify both digest and title");
        }
        if (artifact.manifest().layers().isEmpty()) {
            throw JpodException.notFound("the artifact has no blobs, nothing to extract");
        }
        List<Descriptor> wanted = new ArrayList<>();
        for (Descriptor layer : artifact.manifest().layers()) {
            boolean fits = (title.isEmpty() || title.equals(layer.annotations().get(ArtifactManifest.TITLE)))
                    && (digest.isEmpty() || layer.digest().toString().equals(digest));
            if (fits) {
                wanted.add(layer);
            }
        }
        if (wanted.isEmpty()) {
            throw JpodException.notFound(
                    "no blob with the " + (title.isEmpty() ? "digest \"" + digest : "title \"" + title) + "\"");
        }
        boolean directory = Files.isDirectory(target);
        if (wanted.size() > 1 && !directory) {
            throw JpodException.usage("the artifact consists of several blobs and the target \"" + target
                    + "\" is not a directory and neither digest or title was specified to only copy a single blob");
        }
        for (Descriptor layer : wanted) {
            write(layer, directory ? target.resolve(name(layer)) : target);
        }
    }

    private static String name(Descriptor layer) {
        String name = layer.annotations().getOrDefault(ArtifactManifest.TITLE, "");
        if (name.isEmpty()) {
            return layer.digest().toString().replace(':', '-');
        }
        if (name.equals(".") || name.equals("..") || name.indexOf('/') >= 0 || name.indexOf(0) >= 0) {
            throw JpodException.external("invalid name: \"" + name + "\" cannot contain /");
        }
        return name;
    }

    private void write(Descriptor layer, Path target) {
        try {
            Files.copy(store.blob(layer.digest()), target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw JpodException.host("writing " + target, e);
        }
    }
}
