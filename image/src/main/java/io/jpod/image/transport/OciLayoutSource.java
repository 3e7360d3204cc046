package io.jpod.image.transport;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageIndex;
import io.jpod.image.manifest.Manifest;
import io.jpod.image.manifest.ManifestParser;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An image of an OCI layout (image-spec, image-layout.md), in a directory or an archive. */
final class OciLayoutSource implements ImageSource {
    private static final String REF_NAME = "org.opencontainers.image.ref.name";
    private static final String CONTAINERD_NAME = "io.containerd.image.name";

    private final FileTree tree;
    private final Descriptor descriptor;

    private OciLayoutSource(FileTree tree, Descriptor descriptor) {
        this.tree = tree;
        this.descriptor = descriptor;
    }

    /**
     * Chooses an image of a layout.
     *
     * @param place the reference as podman prints it, for example {@code oci:/images/busybox:latest}
     * @param name the wanted {@code ref.name}; empty when the layout holds just one image
     */
    static OciLayoutSource open(FileTree tree, String place, String name) {
        try {
            List<Descriptor> found = new ArrayList<>();
            for (Descriptor entry : index(tree).manifests()) {
                if (name.isEmpty() || name.equals(entry.annotations().get(REF_NAME))) {
                    found.add(entry);
                }
            }
            if (name.isEmpty() && found.size() != 1) {
                throw JpodException.usage("more than one image in oci, choose an image");
            }
            if (found.isEmpty()) {
                throw JpodException.notFound("no descriptor found for reference \"" + name + "\"");
            }
            return new OciLayoutSource(tree, found.get(0));
        } catch (JpodException e) {
            throw new JpodException(e.code(), "initializing source " + place, e);
        }
    }

    /** All images of a layout. */
    static List<ImageSource> openAll(FileTree tree) {
        List<ImageSource> result = new ArrayList<>();
        for (Descriptor entry : index(tree).manifests()) {
            result.add(new OciLayoutSource(tree, entry));
        }
        return result;
    }

    private static ImageIndex index(FileTree tree) {
        byte[] bytes = Documents.read(tree, "index.json", Manifest.MAX_SIZE);
        if (ManifestParser.parse(bytes, MediaTypes.OCI_INDEX) instanceof ImageIndex index) {
            return index;
        }
        throw JpodException.external(tree.describe("index.json") + " is not an index");
    }

    @Override
    public Manifest manifest() {
        return ManifestParser.parse(document(descriptor.digest()), descriptor.mediaType());
    }

    @Override
    public Manifest manifest(Digest digest) {
        return ManifestParser.parse(document(digest), "");
    }

    private byte[] document(Digest digest) {
        return Documents.verified(
                Documents.read(tree, blobName(digest), Manifest.MAX_SIZE), digest, "reading manifest " + digest);
    }

    @Override
    public byte[] config(Descriptor config) {
        Documents.checkConfigSize(config);
        return Documents.verified(Documents.read(tree, blobName(config.digest()), (int) config.size() + 1), config);
    }

    @Override
    public InputStream blob(Descriptor layer) throws IOException {
        try {
            return tree.open(blobName(layer.digest()));
        } catch (NoSuchFileException e) {
            throw new JpodException(
                    ErrorCode.EXTERNAL,
                    "open " + tree.describe(blobName(layer.digest())) + ": no such file or directory");
        }
    }

    private static String blobName(Digest digest) {
        return "blobs/sha256/" + digest.hex();
    }

    @Override
    public String transport() {
        return tree instanceof ArchiveTree ? "oci-archive" : "oci";
    }

    @Override
    public List<String> names() {
        String name = descriptor.annotations().get(REF_NAME);
        if (name == null || name.isEmpty()) {
            name = descriptor.annotations().get(CONTAINERD_NAME);
        }
        return Optional.ofNullable(name).map(List::of).orElse(List.of());
    }

    @Override
    public void close() {
        tree.close();
    }
}
