package io.jpod.cli;

import io.jpod.api.JpodException;
import io.jpod.engine.CommitRequest;
import io.jpod.engine.Contents;
import io.jpod.engine.Images;
import io.jpod.engine.SaveRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Contents that were put into lists. Records what it is asked to do. */
public final class FakeContents implements Contents {
    public final List<Change> changes = new ArrayList<>();
    public final List<Layer> layers = new ArrayList<>();
    public final List<MountedImage> mounted = new ArrayList<>();
    public CommitRequest committed;
    public SaveRequest saved;

    @Override
    public List<Change> changesOfContainer(String nameOrId) {
        if (nameOrId.startsWith("image")) {
            throw JpodException.notFound("no container with name or ID \"" + nameOrId + "\" found: no such container");
        }
        return changes;
    }

    @Override
    public List<Change> changesOfImage(String reference) {
        if (!reference.startsWith("image")) {
            throw JpodException.notFound(reference + ": image not known");
        }
        return changes;
    }

    @Override
    public void export(String container, OutputStream out) {
        try {
            out.write("tar".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String commit(String container, CommitRequest request, Images.Progress progress) {
        committed = request;
        return "9".repeat(64);
    }

    @Override
    public void save(SaveRequest request, Images.Progress progress) {
        saved = request;
    }

    @Override
    public List<Layer> layers(String reference) {
        return layers;
    }

    @Override
    public MountedImage mountImage(String reference) {
        MountedImage image = new MountedImage("8".repeat(64), Path.of("/mnt"));
        mounted.add(image);
        return image;
    }

    @Override
    public boolean unmountImage(String reference, boolean force) {
        return mounted.removeIf(image -> image.id().startsWith(reference));
    }

    @Override
    public List<MountedImage> mountedImages() {
        return mounted;
    }

    @Override
    public List<Change> changesBetween(String other, String one) {
        return changes;
    }

    @Override
    public Path mountContainer(String nameOrId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean unmountContainer(String nameOrId, boolean force) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Path> mountPointOf(String nameOrId) {
        throw new UnsupportedOperationException();
    }
}
