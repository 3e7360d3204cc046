package io.jpod.image.transport;

import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Writes an OCI layout below a scratch directory and packs it into a tar at the end. */
final class OciArchiveDestination implements ImageDestination {
    private final Path file;
    private final Path layout;
    private final OciLayoutDestination inner;

    OciArchiveDestination(Path file, String name, Path scratch) {
        this.file = file;
        this.layout = scratch.resolve("layout");
        this.inner = new OciLayoutDestination(layout, name);
        if (Files.isDirectory(file)) {
            throw JpodException.usage("open " + file + ": is a directory");
        }
    }

    @Override
    public void blob(Descriptor descriptor, Content content) {
        inner.blob(descriptor, content);
    }

    @Override
    public void manifest(ImageManifest manifest) {
        inner.manifest(manifest);
    }

    @Override
    public void finish() {
        inner.finish();
        Path temporary = LocalDestinations.temporary(file);
        try {
            try (ArchiveWriter tar = new ArchiveWriter(temporary)) {
                for (Path path : contents()) {
                    String name = layout.relativize(path).toString();
                    if (Files.isDirectory(path)) {
                        tar.directory(name);
                    } else {
                        tar.file(name, Files.size(path), () -> Files.newInputStream(path));
                    }
                }
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LocalDestinations.discard(temporary, e);
            throw JpodException.host("writing archive " + file, e);
        }
    }

    private List<Path> contents() throws IOException {
        List<Path> result = new ArrayList<>();
        try (Stream<Path> all = Files.walk(layout)) {
            all.filter(path -> !path.equals(layout)).sorted().forEach(result::add);
        }
        return result;
    }

    @Override
    public void close() {
        inner.close();
    }
}
