package io.jpod.image.transport;

import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.manifest.MediaTypes;
import io.jpod.image.reference.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes an OCI layout in a tar beside the file, which it replaces at the end. */
final class OciArchiveDestination implements ImageDestination {
    private final Path file;
    private final Path temporary;
    private final String name;
    private final OciArchiveWriter tar;
    private Descriptor manifest;
    private boolean finished;

    OciArchiveDestination(Path file, String name) {
        if (Files.isDirectory(file)) {
            throw JpodException.usage("open " + file + ": is a directory");
        }
        this.file = file;
        this.name = name;
        this.temporary = LocalDestinations.temporary(file);
        try {
            this.tar = new OciArchiveWriter(Files.newOutputStream(temporary));
        } catch (IOException e) {
            throw JpodException.host("writing archive " + file, e);
        }
    }

    @Override
    public void blob(Descriptor descriptor, Content content) {
        try {
            tar.blob(descriptor, content);
        } catch (IOException e) {
            throw JpodException.host("writing archive " + file, e);
        }
    }

    @Override
    public void manifest(ImageManifest value) {
        document(value.bytes(), MediaTypes.OCI_MANIFEST, value.digest(), true);
    }

    @Override
    public void document(byte[] bytes, String mediaType, Digest digest, boolean named) {
        Descriptor descriptor = Descriptor.of(mediaType, digest, bytes.length);
        blob(descriptor, () -> new ByteArrayInputStream(bytes));
        if (named) {
            manifest = descriptor;
        }
    }

    @Override
    public void finish() {
        try {
            tar.finish(manifest, name);
            tar.close();
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            finished = true;
        } catch (IOException e) {
            throw JpodException.host("writing archive " + file, e);
        }
    }

    @Override
    public void close() {
        if (!finished) {
            try {
                tar.close();
            } catch (IOException e) {
                // An entry was not finished; the file goes away.
            }
            LocalDestinations.discard(temporary, null);
        }
    }
}
