package io.jpod.cli;

import io.jpod.api.JpodException;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import io.jpod.image.store.ImageRunConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Images in a list. Records what it is asked to do. */
public final class FakeImages implements Images {
    public final List<String> calls = new ArrayList<>();
    public final List<Image> all = new ArrayList<>();
    public PullOptions pulled;
    public PullOptions obtained;

    /** An image with a 64-digit id made of one digit. */
    public void add(char digit, long created, String... names) {
        all.add(new Image(
                ImageRunConfig.builder()
                        .id(String.valueOf(digit).repeat(64))
                        .manifestDigest("sha256:" + "d".repeat(64))
                        .os("linux")
                        .architecture("amd64")
                        .labels(Map.of("a", "b"))
                        .created(created)
                        .size(2_131_116)
                        .build(),
                List.of(names),
                List.of()));
    }

    @Override
    public Image get(String reference) {
        for (Image image : all) {
            boolean named = image.config().id().startsWith(reference);
            for (String name : image.names()) {
                named |= name.equals(reference) || name.endsWith("/" + reference + ":latest");
            }
            if (named) {
                return image;
            }
        }
        throw JpodException.notFound(reference + ": image not known");
    }

    @Override
    public boolean exists(String reference) {
        try {
            get(reference);
            return true;
        } catch (JpodException e) {
            return false;
        }
    }

    @Override
    public List<Image> list() {
        return List.copyOf(all);
    }

    @Override
    public List<String> nameHistory(Image image) {
        return image.names();
    }

    @Override
    public Image obtain(String reference, PullOptions options, Progress progress) {
        obtained = options;
        return get(reference);
    }

    @Override
    public List<Image> pull(String reference, PullOptions options, Progress progress) {
        pulled = options;
        progress.message("Trying to pull " + reference + "...");
        return List.of(get(reference));
    }

    @Override
    public String push(String reference, String destination, PullOptions options, Progress progress) {
        pulled = options;
        calls.add("push " + reference + " " + destination);
        return "sha256:" + "d".repeat(64);
    }

    @Override
    public List<String> load(Path archive, Progress progress) {
        calls.add("load " + archive.getFileName());
        return List.of("localhost/a:latest", "localhost/b:1");
    }

    @Override
    public String importTar(
            Path tar, String reference, List<String> changes, Map<String, String> metadata, Progress progress) {
        calls.add("import " + reference + " " + changes + " " + metadata);
        return "9".repeat(64);
    }

    @Override
    public void tag(String reference, List<String> newNames) {
        calls.add("tag " + reference + " " + newNames);
    }

    @Override
    public void untag(String reference, List<String> names) {
        calls.add("untag " + reference + " " + names);
    }

    @Override
    public Removal remove(String reference, boolean force, boolean prune, Map<String, List<String>> inUse) {
        Image image = get(reference);
        List<String> users = inUse.getOrDefault(image.config().id(), List.of());
        if (!users.isEmpty() && !force) {
            throw JpodException.conflict("image used by " + users.get(0) + ": image is in use by a container");
        }
        calls.add("remove " + reference + (force ? " -f" : "") + (prune ? "" : " --no-prune"));
        all.remove(image);
        return new Removal(image.names(), List.of(image.config().id()));
    }

    @Override
    public byte[] rawConfig(String id) {
        return ("{\"created\":\"2026-11-23T22:26:11.6Z\",\"author\":\"me\",\"config\":{\"Cmd\":[\"sh\"]},"
                        + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:1\"]},\"history\":[{\"comment\":\"made\"}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] rawManifest(String id) {
        return "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\"}".getBytes(StandardCharsets.UTF_8);
    }
}
