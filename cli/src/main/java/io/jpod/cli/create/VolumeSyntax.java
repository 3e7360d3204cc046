package io.jpod.cli.create;

import io.jpod.api.JpodException;
import io.jpod.engine.request.MountSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code --volume} and {@code --tmpfs}. */
final class VolumeSyntax {
    private final Path directory;

    /**
     * @param directory relative sources start here
     */
    VolumeSyntax(Path directory) {
        this.directory = directory;
    }

    /** {@code [source:]directory[:options]}. */
    MountSpec volume(String text) {
        List<String> parts = GoText.split(text, ':');
        if (parts.size() > 3) {
            throw JpodException.usage(text + ": incorrect volume format, should be [host-dir:]ctr-dir[:option]");
        }
        List<String> options = parts.size() == 3 ? options(GoText.split(parts.get(2), ',')) : List.of();
        if (parts.size() == 1) {
            return mount("volume", "", destination(parts.get(0)), options);
        }
        String source = parts.get(0);
        if (source.isEmpty()) {
            throw JpodException.usage("host directory cannot be empty");
        }
        String target = destination(parts.get(1));
        if (source.startsWith("/") || source.startsWith(".")) {
            return mount("bind", absolute(source), target, options);
        }
        return mount("volume", source, target, options);
    }

    String absolute(String source) {
        return directory.resolve(source).normalize().toString();
    }

    static MountSpec mount(String type, String source, String destination, List<String> options) {
        return MountSpec.builder()
                .type(type)
                .source(source)
                .destination(destination)
                .options(options)
                .build();
    }

    /** {@code directory[:options]}. */
    static MountSpec tmpfs(String text) {
        int colon = text.indexOf(':');
        String target = destination(colon < 0 ? text : text.substring(0, colon));
        List<String> options = new ArrayList<>();
        if (colon >= 0) {
            for (String option : GoText.split(text.substring(colon + 1), ',')) {
                if (!isTmpfsOption(option)) {
                    throw JpodException.usage(
                            "unknown mount option " + GoText.quote(option) + ": invalid mount option");
                }
                options.add(option);
            }
        }
        return mount("tmpfs", "", target, options);
    }

    private static boolean isTmpfsOption(String option) {
        int equals = option.indexOf('=');
        switch (equals < 0 ? option : option.substring(0, equals)) {
            case "size", "mode", "uid", "gid", "nr_inodes", "nr_blocks", "huge", "mpol":
                return equals > 0;
            case "rw",
                    "ro",
                    "exec",
                    "noexec",
                    "dev",
                    "nodev",
                    "suid",
                    "nosuid",
                    "tmpcopyup",
                    "notmpcopyup",
                    "noatime",
                    "nodiratime",
                    "relatime",
                    "strictatime",
                    "sync",
                    "private",
                    "rprivate",
                    "slave",
                    "rslave",
                    "shared",
                    "rshared",
                    "unbindable",
                    "runbindable",
                    "bind",
                    "rbind",
                    "noswap",
                    "U":
                return equals < 0;
            default:
                return false;
        }
    }

    static String destination(String path) {
        if (path.isEmpty()) {
            throw JpodException.usage("container directory cannot be empty");
        }
        if (!path.startsWith("/")) {
            throw JpodException.usage("invalid container path " + GoText.quote(path) + ", must be an absolute path");
        }
        return Path.of(path).normalize().toString();
    }

    /** Checks the options of a volume or bind mount: known, and one of each kind. */
    static List<String> options(List<String> given) {
        List<String> result = new ArrayList<>(given.size());
        boolean[] seen = new boolean[KINDS.length];
        for (String option : given) {
            if (option.equals("cached") || option.equals("delegated") || option.equals("consistent")) {
                continue;
            }
            result.add(option);
            if (option.equals("idmap")
                    || option.startsWith("idmap=")
                    || option.startsWith("subpath=")
                    || option.equals("no-dereference")) {
                continue;
            }
            int kind = kind(option);
            if (kind < 0) {
                throw JpodException.usage("invalid option type " + GoText.quote(option));
            }
            if (seen[kind]) {
                throw JpodException.usage("invalid options " + GoText.quote(String.join(", ", given))
                        + ", can only specify 1 " + KINDS[kind]);
            }
            seen[kind] = true;
        }
        return result;
    }

    private static final String[] KINDS = {
        "'rw' or 'ro' option",
        "'z', 'Z', or 'O' option",
        "'U' option",
        "'[r]shared', '[r]private', '[r]slave' or '[r]unbindable' option",
        "'[r]bind' option",
        "'noexec' or 'exec' option",
        "'nodev' or 'dev' option",
        "'nosuid' or 'suid' option",
        "'copy' or 'nocopy' option",
        "upperdir per overlay",
        "workdir per overlay",
        "'nocreate' option",
    };

    private static int kind(String option) {
        switch (option) {
            case "rw", "ro":
                return 0;
            case "z", "Z", "O":
                return 1;
            case "U":
                return 2;
            case "private", "rprivate", "slave", "rslave", "shared", "rshared", "unbindable", "runbindable":
                return 3;
            case "bind", "rbind":
                return 4;
            case "noexec", "exec":
                return 5;
            case "nodev", "dev":
                return 6;
            case "nosuid", "suid":
                return 7;
            case "copy", "nocopy":
                return 8;
            case "nocreate":
                return 11;
            default:
                return option.startsWith("upperdir=") ? 9 : option.startsWith("workdir=") ? 10 : -1;
        }
    }
}
