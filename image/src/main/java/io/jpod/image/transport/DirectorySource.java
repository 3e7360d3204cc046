package io.jpod.image.transport;

import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.Manifest;
import io.jpod.image.manifest.ManifestParser;
import io.jpod.image.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** The transport {@code dir:}: {@code manifest.json}, further manifests as {@code HEX.manifest.json}, blobs by their hex digest. */
final class DirectorySource implements ImageSource {
    private final FileTree tree;

    DirectorySource(FileTree tree) {
        this.tree = tree;
    }

    @Override
    public Manifest manifest() {
        return ManifestParser.parse(Documents.read(tree, "manifest.json", Manifest.MAX_SIZE), "");
    }

    @Override
    public Manifest manifest(Digest digest) {
        byte[] bytes = Documents.read(tree, digest.hex() + ".manifest.json", Manifest.MAX_SIZE);
        return ManifestParser.parse(Documents.verified(bytes, digest, "reading manifest " + digest), "");
    }

    @Override
    public byte[] config(Descriptor config) {
        Documents.checkConfigSize(config);
        byte[] bytes = Documents.read(tree, config.digest().hex(), (int) config.size() + 1);
        return Documents.verified(bytes, config);
    }

    @Override
    public InputStream blob(Descriptor layer) throws IOException {
        try {
            return tree.open(layer.digest().hex());
        } catch (NoSuchFileException e) {
            throw JpodException.external("open " + tree.describe(layer.digest().hex()) + ": no such file or directory");
        }
    }

    @Override
    public String transport() {
        return "dir";
    }

    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public void close() {
        tree.close();
    }
}
