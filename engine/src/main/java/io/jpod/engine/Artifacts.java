package io.jpod.engine;

import io.jpod.image.manifest.ArtifactManifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Artifacts: files that are kept and moved as images are, but are none. */
public interface Artifacts {
    /** An artifact. {@code name} is complete, with a tag. */
    record Artifact(String name, ArtifactManifest manifest) {
        /** Bytes of all its files. */
        public long size() {
            long size = 0;
            for (var layer : manifest.layers()) {
                size += layer.size();
            }
            return size;
        }
    }

    /**
     * How files are added.
     *
     * @param type of the artifact; empty for none
     * @param fileType media type of the files; empty to guess it
     * @param append to what the artifact has already
     * @param replace an artifact of this name
     */
    record Addition(String type, String fileType, Map<String, String> annotations, boolean append, boolean replace) {}

    /** Makes an artifact of files, or adds them to one. */
    Artifact add(String name, List<Path> files, Addition addition);

    List<Artifact> list();

    /** By name, or by the beginning of its digest. */
    Artifact get(String nameOrDigest);

    /** Returns the digest of what was removed. */
    String remove(String nameOrDigest);

    /**
     * Writes an artifact's files.
     *
     * @param target a directory, or for a single file its name
     * @param title take only the file of this name; empty for all
     * @param digest take only the file with this digest; empty for all
     */
    void extract(String nameOrDigest, Path target, String title, String digest);

    Artifact pull(String name, PullOptions options, Images.Progress progress);

    /** Returns the digest of the manifest. */
    String push(String name, String destination, PullOptions options, Images.Progress progress);
}
