package io.jpod.image.transport;

import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes one image as an OCI layout in a tar, blob by blob as they come. */
public final class OciArchiveWriter implements AutoCloseable {
    private final ArchiveWriter tar;
    private final Set<String> written = new HashSet<>();

    /** @param out is closed with the archive */
    public OciArchiveWriter(OutputStream out) throws IOException {
        this.tar = new ArchiveWriter(out);
        tar.directory("blobs");
        tar.directory("blobs/sha256");
    }

    /** Writes a blob unless it is there. */
    public void blob(Descriptor descriptor, ImageDestination.Content content) throws IOException {
        String name = "blobs/sha256/" + descriptor.digest().hex();
        if (written.add(name)) {
            tar.file(name, descriptor.size(), content);
        }
    }

    /**
     * Writes the manifest and what finds it.
     *
     * @param name for the index; empty for none
     */
    public void finish(ImageManifest manifest, String name) throws IOException {
        byte[] bytes = manifest.bytes();
        Descriptor entry = Descriptor.of(MediaTypes.OCI_MANIFEST, manifest.digest(), bytes.length);
        blob(entry, () -> new ByteArrayInputStream(bytes));
        finish(entry, name);
    }

    /** Writes what finds a manifest or an index that was written as a blob. */
    void finish(Descriptor entry, String name) throws IOException {
        Descriptor named = name.isEmpty() ? entry : entry.annotated("org.opencontainers.image.ref.name", name);
        JsonObject index = new JsonObject().put("schemaVersion", 2L).put("manifests", List.of(named.toJson()));
        document("index.json", Json.compact(index));
        document("oci-layout", "{\"imageLayoutVersion\": \"1.0.0\"}");
    }

    private void document(String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tar.file(name, bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
