package io.jpod.image.transport;

import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.reference.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The transport {@code dir:}. The directory must be new, empty, or one that was written this way before. */
final class DirectoryDestination implements ImageDestination {
    private static final String VERSION = "Directory Transport Version: 1.1\n";

    private final Path directory;

    DirectoryDestination(Path directory) {
        this.directory = directory;
        try {
            if (Files.isDirectory(directory)) {
                String[] names = directory.toFile().list();
                if (names != null && names.length > 0 && !Files.exists(directory.resolve("version"))) {
                    throw JpodException.usage(
                            "\"" + directory + "\" is a non-empty, non-image directory: not overwriting it");
                }
                for (String name : names == null ? new String[0] : names) {
                    Files.delete(directory.resolve(name));
                }
            } else {
                Files.createDirectories(directory);
            }
            write("version", VERSION.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw JpodException.host("writing directory " + directory, e);
        }
    }

    private void write(String name, byte[] content) throws IOException {
        Files.write(directory.resolve(name), content);
    }

    @Override
    public void blob(Descriptor descriptor, Content content) {
        Path file = directory.resolve(descriptor.digest().hex());
        try (InputStream in = content.open()) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw JpodException.host("writing blob " + file, e);
        }
    }

    @Override
    public void manifest(ImageManifest manifest) {
        document(manifest.bytes(), manifest.mediaType(), manifest.digest(), true);
    }

    @Override
    public void document(byte[] bytes, String mediaType, Digest digest, boolean named) {
        String file = named ? "manifest.json" : digest.hex() + ".manifest.json";
        try {
            write(file, bytes);
        } catch (IOException e) {
            throw JpodException.host("writing manifest " + directory.resolve(file), e);
        }
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
}
