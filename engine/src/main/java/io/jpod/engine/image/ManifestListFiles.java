package io.jpod.engine.image;

import io.jpod.api.JpodException;
import io.jpod.image.manifest.Sha256;
import io.jpod.image.reference.Digest;
import io.jpod.image.reference.ImageReference;
import io.jpod.support.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists on disk: {@code manifest-lists/DIGEST-OF-THE-NAME}. Changes are made under the store's lock, which the caller holds. */
final class ManifestListFiles {
    private final Path directory;

    ManifestListFiles(Path root) {
        this.directory = root.resolve("manifest-lists");
    }

    static ImageReference normal(String name) {
        ImageReference reference = PulledNames.normal(name);
        if (!reference.digest().isEmpty()) {
            throw JpodException.usage("a manifest list has no name with a digest: " + name);
        }
        return reference;
    }

    private Path file(String name) {
        return directory.resolve(Sha256.of(normal(name).toString()).hex());
    }

    Optional<ManifestList> find(String name) {
        Path file = file(name);
        try {
            return Optional.of(ManifestList.read(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw JpodException.host("reading manifest list " + file, e);
        }
    }

    /** All lists; one with several names comes once for each. */
    List<ManifestList> all() {
        String[] names = directory.toFile().list();
        List<ManifestList> result = new ArrayList<>();
        for (String each : names == null ? new String[0] : names) {
            if (Digest.isHex(each, 64)) {
                try {
                    result.add(ManifestList.read(Files.readAllBytes(directory.resolve(each))));
                } catch (NoSuchFileException e) {
                    // Removed meanwhile.
                    continue;
                } catch (IOException e) {
                    throw JpodException.host("reading manifest list " + directory.resolve(each), e);
                }
            }
        }
        result.sort((a, b) -> a.name().compareTo(b.name()));
        return result;
    }

    /** Writes a list under all names that it has. */
    void writeAll(ManifestList list) {
        write(list);
        for (ManifestList other : all()) {
            if (other.id().equals(list.id()) && !other.name().equals(list.name())) {
                write(list.named(other.name()));
            }
        }
    }

    ManifestList get(String name) {
        return find(name).orElseThrow(() -> JpodException.notFound(name + ": image not known"));
    }

    void write(ManifestList list) {
        Path file = file(list.name());
        try {
            Files.createDirectories(directory);
            AtomicFile.writeDurable(file, list.write());
        } catch (IOException e) {
            throw JpodException.host("writing manifest list " + file, e);
        }
    }

    void delete(ManifestList list) {
        Path file = file(list.name());
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw JpodException.host("removing manifest list " + file, e);
        }
    }
}
