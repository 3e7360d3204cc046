package io.jpod.image.transport;

import io.jpod.api.JpodException;
import io.jpod.image.manifest.Descriptor;
import io.jpod.image.manifest.ImageManifest;
import io.jpod.image.reference.ImageReference;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes an archive as {@code docker save} does; an existing one is not touched. */
final class DockerArchiveDestination implements ImageDestination {
    private final Path file;
    private final Path temporary;
    private final Optional<ImageReference> name;
    private final Set<String> written = new HashSet<>();
    private final ArchiveWriter tar;
    private ImageManifest manifest;
    private boolean finished;

    DockerArchiveDestination(Path file, Optional<ImageReference> name) {
        this.file = file;
        this.name = name;
        if (Files.exists(file)) {
            throw JpodException.conflict("docker-archive doesn't support modifying existing images")
                    .withRemedy("remove " + file + " first");
        }
        this.temporary = LocalDestinations.temporary(file);
        try {
            this.tar = new ArchiveWriter(temporary);
        } catch (IOException e) {
            throw JpodException.host("writing archive " + file, e);
        }
    }

    @Override
    public boolean wantsPlainLayers() {
        return true;
    }

    /** Everything is a layer but the configuration, whose name is known from the manifest only: both are told apart by type. */
    @Override
    public void blob(Descriptor descriptor, Content content) {
        boolean config = descriptor.mediaType().contains("config")
                || descriptor.mediaType().contains("container.image");
        String entry = descriptor.digest().hex() + (config ? ".json" : ".tar");
        if (!written.add(entry)) {
            return;
        }
        try {
            tar.file(entry, descriptor.size(), content);
        } catch (IOException e) {
            throw JpodException.host("writing archive " + file, e);
        }
    }

    @Override
    public void manifest(ImageManifest value) {
        manifest = value;
    }

    @Override
    public void finish() {
        List<String> layers = new ArrayList<>();
        for (Descriptor layer : manifest.layers()) {
            layers.add(layer.digest().hex() + ".tar");
        }
        List<String> tags = new ArrayList<>();
        name.ifPresent(reference -> tags.add(reference.toString()));
        JsonObject entry = new JsonObject()
                .put("Config", manifest.config().digest().hex() + ".json")
                .put("RepoTags", tags)
                .put("Layers", layers);
        byte[] document = Json.compact(List.of(entry)).getBytes(StandardCharsets.UTF_8);
        try {
            tar.file("manifest.json", document.length, () -> new ByteArrayInputStream(document));
            tar.close();
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
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
