package io.jpod.cli.create;

import io.jpod.api.JpodException;
import io.jpod.cli.option.Csv;
import io.jpod.cli.option.Options;
import io.jpod.engine.request.FilesystemOptions;
import io.jpod.engine.request.MountSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The root file system and mounts. */
final class FilesystemParser {
    private final Options options;
    private final Path directory;

    FilesystemParser(Options options, Path directory) {
        this.options = options;
        this.directory = directory;
    }

    /**
     * @param root first argument, when {@code --rootfs} was given
     */
    FilesystemOptions parse(String root) {
        FilesystemOptions.Builder builder = FilesystemOptions.builder()
                .readOnly(options.flag("read-only"))
                .readOnlyTmpfs(options.flag("read-only-tmpfs"))
                .mounts(mounts())
                .volumesFrom(options.list("volumes-from"))
                .imageVolume(imageVolume())
                .chrootDirs(options.list("chrootdirs"));
        if (options.flag("rootfs")) {
            boolean overlay = root.endsWith(":O");
            String path = overlay ? root.substring(0, root.length() - 2) : root;
            if (root.endsWith(":idmap") || root.contains(":idmap=")) {
                throw JpodException.unsupported(
                        "--rootfs " + root + ": idmap is not supported by this version of jpod");
            }
            Path absolute = directory.resolve(path).normalize();
            if (!Files.exists(absolute)) {
                throw JpodException.notFound(
                        "running container create option: stat " + path + ": no such file or directory");
            }
            builder.rootfs(absolute.toString()).rootfsOverlay(overlay);
        }
        if (options.given("shm-size")) {
            builder.shmSize(size("shm-size"));
        }
        if (options.given("shm-size-systemd")) {
            builder.shmSizeSystemd(size("shm-size-systemd"));
        }
        return builder.build();
    }

    private long size(String name) {
        try {
            return ByteSize.parse(options.text(name));
        } catch (JpodException e) {
            throw JpodException.usage("unable to translate --" + name + ": " + e.getMessage());
        }
    }

    private String imageVolume() {
        String text = options.text("image-volume");
        switch (text) {
            case "bind", "tmpfs", "ignore":
                return text;
            case "anonymous":
                return "bind";
            default:
                throw JpodException.usage(
                        "invalid image volume mode " + GoText.quote(text) + " required value: bind, tmpfs, ignore");
        }
    }

    private List<MountSpec> mounts() {
        VolumeSyntax syntax = new VolumeSyntax(directory);
        List<MountSpec> result = new ArrayList<>();
        Map<String, MountSpec> byTarget = new HashMap<>();
        for (String text : options.list("mount")) {
            add(new MountSyntax(syntax).parse(Csv.fields(text)), result, byTarget);
        }
        for (String text : options.list("volume")) {
            add(syntax.volume(text), result, byTarget);
        }
        for (String text : options.list("tmpfs")) {
            add(VolumeSyntax.tmpfs(text), result, byTarget);
        }
        return result;
    }

    private static void add(MountSpec mount, List<MountSpec> result, Map<String, MountSpec> byTarget) {
        MountSpec other = byTarget.put(mount.destination(), mount);
        if (other == null || mount.type().equals("glob")) {
            result.add(mount);
        } else if (!other.type().equals(mount.type()) || !other.source().equals(mount.source())) {
            throw JpodException.usage(mount.destination() + ": duplicate mount destination");
        } else {
            result.set(result.indexOf(other), mount);
        }
    }
}
