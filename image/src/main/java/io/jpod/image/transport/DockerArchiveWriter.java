package io.jpod.image.transport;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes images as {@code docker save} does, as they come: nothing is kept but what has been written already. */
public final class DockerArchiveWriter implements AutoCloseable {
    private final ArchiveWriter tar;
    private final Set<String> written = new HashSet<>();
    private final List<JsonObject> images = new ArrayList<>();

    /** @param out is closed with the archive */
    public DockerArchiveWriter(OutputStream out) {
        this.tar = new ArchiveWriter(out);
    }

    /**
     * Writes a layer unless it is there.
     *
     * @param size length of its plain tar
     * @throws JpodException EXTERNAL when the content has another digest
     */
    public void layer(Digest diffId, long size, ImageDestination.Content content) throws IOException {
        String entry = diffId.hex() + ".tar";
        if (!written.add(entry)) {
            return;
        }
        Hashed[] opened = new Hashed[1];
        tar.file(entry, size, () -> {
            opened[0] = new Hashed(content.open());
            return opened[0];
        });
        Digest found = opened[0].sha.finish();
        if (!found.equals(diffId)) {
            throw new JpodException(ErrorCode.EXTERNAL, "stored layer " + diffId + " is damaged: it is " + found);
        }
    }

    /** Writes an image whose layers have been written. */
    public void image(byte[] config, List<String> tags, List<Digest> diffIds) throws IOException {
        String name = Sha256.of(config).hex() + ".json";
        if (written.add(name)) {
            tar.file(name, config.length, () -> new ByteArrayInputStream(config));
        }
        List<String> layers = new ArrayList<>();
        for (Digest diffId : diffIds) {
            layers.add(diffId.hex() + ".tar");
        }
        images.add(new JsonObject().put("Config", name).put("RepoTags", tags).put("Layers", layers));
    }

    /** Writes the list of images: only now the archive is one. */
    public void finish() throws IOException {
        byte[] document = Json.compact(images).getBytes(StandardCharsets.UTF_8);
        tar.file("manifest.json", document.length, () -> new ByteArrayInputStream(document));
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    /** Hashes what is read. */
    private static final class Hashed extends FilterInputStream {
        private final Sha256 sha = new Sha256();

        Hashed(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = in.read(buffer, offset, length);
            if (n > 0) {
                sha.update(buffer, offset, n);
            }
            return n;
        }
    }
}
