package io.jpod.engine.plan;

import io.jpod.api.JpodException;
import io.jpod.engine.Containers;
import io.jpod.engine.request.FilesystemOptions;
import io.jpod.engine.request.MountSpec;
import io.jpod.engine.spec.ContainerPath;
import io.jpod.engine.spec.MountOptions;
import io.jpod.engine.volume.StoredVolumes;
import io.jpod.engine.volume.VolumeNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is mounted: what the caller asks for, what {@code --volumes-from} takes over, what the image declares; the first one wins. */
final class MountRules {
    final List<String> anonymous = new ArrayList<>();
    /** Ids of the containers that {@code --volumes-from} names. */
    final List<String> sources = new ArrayList<>();

    private final Map<String, MountSpec> mounts = new LinkedHashMap<>();

    MountRules(FilesystemOptions options, List<String> imageVolumes, ContainerLookup others) {
        for (MountSpec mount : options.mounts()) {
            String destination =
                    mount.type().equals("glob") && mount.destination().isEmpty()
                            ? mount.source()
                            : absolute(mount.destination());
            if (mounts.containsKey(destination)) {
                throw JpodException.usage(destination + ": duplicate mount destination");
            }
            mounts.put(destination, checked(mount, destination));
        }
        for (String entry : options.volumesFrom()) {
            takeOver(entry, others);
        }
        image(options.imageVolume(), imageVolumes);
    }

    List<MountSpec> all() {
        return new ArrayList<>(mounts.values());
    }

    private static String absolute(String destination) {
        if (!destination.startsWith("/")) {
            throw JpodException.usage("invalid container path \"" + destination + "\", must be an absolute path");
        }
        return ContainerPath.clean(destination);
    }

    private MountSpec checked(MountSpec mount, String destination) {
        if (destination.equals("/")) {
            throw JpodException.usage("invalid mount destination /: the root file system cannot be mounted over");
        }
        MountSpec.Builder result = mount.toBuilder();
        if (!mount.type().equals("glob")) {
            result.destination(destination);
        }
        switch (mount.type()) {
            case "tmpfs", "ramfs" -> MountOptions.parse(mount.options(), true);
            case "bind" -> {
                MountOptions.parse(mount.options(), false);
                if (!Files.exists(Path.of(mount.source()))) {
                    throw JpodException.notFound("statfs " + mount.source() + ": no such file or directory");
                }
            }
            case "volume" -> {
                MountOptions.parse(mount.options(), false);
                if (mount.source().isEmpty()) {
                    result.source(newName());
                } else {
                    try {
                        StoredVolumes.checkName(mount.source());
                    } catch (JpodException e) {
                        throw new JpodException(e.code(), "creating named volume \"" + mount.source() + "\"", e);
                    }
                }
            }
            case "image", "devpts", "glob" -> {
                // nothing to check before the container starts
            }
            default -> throw JpodException.usage("invalid filesystem type \"" + mount.type() + "\"");
        }
        return result.build();
    }

    private String newName() {
        String name = VolumeNames.random();
        anonymous.add(name);
        return name;
    }

    private void takeOver(String entry, ContainerLookup others) {
        int colon = entry.indexOf(':');
        String name = colon < 0 ? entry : entry.substring(0, colon);
        List<String> options =
                colon < 0 ? List.of() : Arrays.asList(entry.substring(colon + 1).split(","));
        for (String option : options) {
            if (!option.equals("ro") && !option.equals("rw") && !option.equals("z")) {
                throw JpodException.usage(
                        "invalid options \"" + entry.substring(colon + 1) + "\", can only specify 'ro', 'rw', and 'z'");
            }
        }
        Containers.Snapshot other;
        try {
            other = others.get(name);
        } catch (JpodException e) {
            throw new JpodException(e.code(), "looking up container \"" + name + "\" for volumes-from", e);
        }
        sources.add(other.config().id());
        for (MountSpec mount : other.config().mounts()) {
            boolean shared = mount.type().equals("volume") || mount.type().equals("bind");
            if (shared && !mounts.containsKey(mount.destination())) {
                mounts.put(mount.destination(), options.isEmpty() ? mount : withAccess(mount, options));
            }
        }
    }

    private static MountSpec withAccess(MountSpec mount, List<String> options) {
        List<String> result = new ArrayList<>(mount.options());
        if (options.contains("ro") || options.contains("rw")) {
            result.remove("ro");
            result.remove("rw");
        }
        for (String option : options) {
            if (!result.contains(option)) {
                result.add(option);
            }
        }
        return mount.toBuilder().options(result).build();
    }

    private void image(String mode, List<String> paths) {
        if (!mode.isEmpty() && !List.of("bind", "anonymous", "tmpfs", "ignore").contains(mode)) {
            throw JpodException.usage("invalid image volume mode \"" + mode + "\" required value: bind, tmpfs, ignore");
        }
        if (mode.equals("ignore")) {
            return;
        }
        for (String path : paths) {
            String destination = ContainerPath.clean(path);
            if (destination.equals("/") || mounts.containsKey(destination)) {
                continue;
            }
            MountSpec.Builder mount =
                    MountSpec.builder().destination(destination).fromImage(true);
            if (mode.equals("tmpfs")) {
                mount.type("tmpfs").options(List.of("rprivate", "rw", "nodev", "exec"));
            } else {
                mount.type("volume").source(newName()).options(List.of("rprivate", "rw", "nodev", "exec"));
            }
            mounts.put(destination, mount.build());
        }
    }
}
