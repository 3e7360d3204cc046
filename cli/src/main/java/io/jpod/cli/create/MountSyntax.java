package io.jpod.cli.create;

import io.jpod.api.JpodException;
import io.jpod.engine.request.MountSpec;
import java.util.ArrayList;
import java.util.List;

/** {@code --mount type=TYPE,key=value,…}. One object reads one value. */
final class MountSyntax {
    private final VolumeSyntax volumes;
    private final List<String> options = new ArrayList<>();
    private String type = "";
    private String source = "";
    private String target = "";
    private boolean readOnlySeen;
    private boolean ownerSeen;

    MountSyntax(VolumeSyntax volumes) {
        this.volumes = volumes;
    }

    /**
     * @param fields of the value, its commas and quotes undone
     */
    MountSpec parse(List<String> fields) {
        for (String field : fields) {
            if (field.startsWith("type=")) {
                if (!type.isEmpty()) {
                    throw format();
                }
                type = field.substring(5);
            }
        }
        if (type.isEmpty()) {
            if (fields.size() < 2) {
                throw format();
            }
            type = "volume";
        }
        if (!isType(type)) {
            throw JpodException.usage("invalid filesystem type " + GoText.quote(type));
        }
        for (String field : fields) {
            if (!field.startsWith("type=")) {
                int equals = field.indexOf('=');
                field(equals < 0 ? field : field.substring(0, equals), equals < 0 ? null : field.substring(equals + 1));
            }
        }
        return finish();
    }

    private static boolean isType(String type) {
        switch (type) {
            case "bind", "volume", "tmpfs", "ramfs", "image", "devpts", "glob":
                return true;
            default:
                return false;
        }
    }

    private static JpodException format() {
        return JpodException.usage("incorrect mount format: should be --mount"
                + " type=<bind|glob|tmpfs|volume>,[src=<host-dir|volume-name>,]target=<ctr-dir>[,options]");
    }

    private void field(String name, String value) {
        switch (name) {
            case "source", "src":
                source(name, value);
                break;
            case "target", "dst", "destination":
                target = VolumeSyntax.destination(needed(name, value));
                break;
            case "ro", "readonly", "rw", "readwrite":
                readOnly(name, value);
                break;
            case "U", "chown":
                owner(name, value);
                break;
            case "consistency":
                break;
            default:
                special(name, value);
        }
    }

    private void source(String name, String value) {
        if (isMemory() || type.equals("devpts")) {
            throw JpodException.usage("source is not supported with " + type + " mounts");
        }
        source = needed(name, value);
        if (source.isEmpty()) {
            throw JpodException.usage("host directory cannot be empty: must provide an argument for option");
        }
    }

    private boolean isMemory() {
        return type.equals("tmpfs") || type.equals("ramfs");
    }

    private void readOnly(String name, String value) {
        if (readOnlySeen) {
            throw JpodException.usage("cannot pass 'readonly', 'ro', or 'rw' options more than once:"
                    + " must provide an argument for option");
        }
        readOnlySeen = true;
        boolean writable = name.startsWith("rw") || name.equals("readwrite");
        boolean given = bool("'readonly', 'ro', or 'rw'", value);
        options.add(writable == given ? "rw" : "ro");
    }

    private void owner(String name, String value) {
        if (ownerSeen) {
            throw JpodException.usage("cannot pass 'U' or 'chown' option more than once: invalid mount option");
        }
        ownerSeen = true;
        if (bool("'" + name + "'", value)) {
            options.add("U");
        }
    }

    private static boolean bool(String names, String value) {
        if (value == null) {
            return true;
        }
        if (value.equals("true") || value.equals("1")) {
            return true;
        }
        if (value.equals("false") || value.equals("0")) {
            return false;
        }
        throw JpodException.usage(names + " must be set to true or false, instead received " + GoText.quote(value)
                + ": must provide an argument for option");
    }

    private void special(String name, String value) {
        switch (type) {
            case "bind", "glob":
                bind(name, value);
                break;
            case "volume":
                volume(name, value);
                break;
            case "tmpfs", "ramfs":
                memory(name, value);
                break;
            case "image":
                image(name, value);
                break;
            default:
                terminals(name, value);
        }
    }

    private void bind(String name, String value) {
        switch (name) {
            case "bind-nonrecursive":
                options.add("bind");
                break;
            case "bind-propagation":
                options.add(needed(name, value));
                break;
            case "relabel":
                relabel(value);
                break;
            case "idmap":
                options.add(value == null ? name : name + "=" + value);
                break;
            default:
                plain(name, value);
        }
    }

    private void relabel(String value) {
        if ("private".equals(value)) {
            options.add("Z");
        } else if ("shared".equals(value)) {
            options.add("z");
        } else {
            throw JpodException.usage("relabel mount option must be 'private' or 'shared': invalid mount option");
        }
    }

    private void volume(String name, String value) {
        switch (name) {
            case "volume-label":
                throw JpodException.usage("the --volume-label option is not presently implemented");
            case "nocreate":
                options.add(name);
                break;
            case "volume-nocopy":
                options.add("nocopy");
                break;
            case "subpath", "volume-subpath":
                options.add("subpath=" + needed(name, value));
                break;
            case "idmap":
                options.add(value == null ? name : name + "=" + value);
                break;
            default:
                plain(name, value);
        }
    }

    private void memory(String name, String value) {
        switch (name) {
            case "tmpfs-size", "size":
                options.add("size=" + needed(name, value));
                break;
            case "tmpfs-mode", "mode":
                options.add("mode=" + needed(name, value));
                break;
            case "tmpcopyup", "notmpcopyup":
                options.add(name);
                break;
            default:
                plain(name, value);
        }
    }

    private void image(String name, String value) {
        if (!name.equals("subpath")) {
            throw unknown(name);
        }
        options.add("subpath=" + needed(name, value));
    }

    private void terminals(String name, String value) {
        switch (name) {
            case "uid", "gid", "mode", "max", "ptmxmode":
                options.add(name + "=" + needed(name, value));
                break;
            default:
                throw unknown(name);
        }
    }

    private void plain(String name, String value) {
        switch (name) {
            case "private",
                    "rprivate",
                    "slave",
                    "rslave",
                    "shared",
                    "rshared",
                    "unbindable",
                    "runbindable",
                    "Z",
                    "z",
                    "exec",
                    "noexec",
                    "dev",
                    "nodev",
                    "suid",
                    "nosuid",
                    "copy",
                    "nocopy",
                    "no-dereference":
                if (value != null) {
                    throw unknown(name);
                }
                options.add(name);
                break;
            default:
                throw unknown(name);
        }
    }

    private static JpodException unknown(String name) {
        return JpodException.usage(name + ": invalid mount option");
    }

    private static String needed(String name, String value) {
        if (value == null) {
            throw JpodException.usage(name + ": must provide an argument for option");
        }
        return value;
    }

    private MountSpec finish() {
        if (target.isEmpty() && !type.equals("glob")) {
            throw JpodException.usage("must set volume destination");
        }
        switch (type) {
            case "bind":
                source = volumes.absolute(source.isEmpty() ? target : source);
                break;
            case "image":
                if (source.isEmpty()) {
                    throw JpodException.usage("must set source and destination for image volume");
                }
                break;
            case "glob":
                if (source.isEmpty()) {
                    throw JpodException.usage("must set source for glob mount");
                }
                source = volumes.absolute(source);
                break;
            default:
                break;
        }
        boolean checked = type.equals("bind") || type.equals("volume") || type.equals("glob");
        return VolumeSyntax.mount(type, source, target, checked ? VolumeSyntax.options(options) : options);
    }
}
