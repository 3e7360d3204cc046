package io.jpod.engine.spec;

import io.jpod.api.JpodException;
import java.util.ArrayList;
import java.util.List;

/**
 * Mount options as a user gives them, checked and completed as podman does: one of each group, {@code rw} and {@code rprivate} where
 * nothing is said, flags of the source kept. Words that are for jpod and not for the runtime ({@code z}, {@code U}, {@code O}, …) are
 * taken out.
 */
public final class MountOptions {
    private static final List<String> PROPAGATION =
            List.of("shared", "rshared", "private", "rprivate", "slave", "rslave", "unbindable", "runbindable");

    private final List<String> kept = new ArrayList<>();
    private final boolean tmpfs;
    private boolean access;
    private boolean propagation;
    private boolean execute;
    private boolean suid;
    private boolean dev;
    private boolean recursion;
    private boolean copyUp = true;
    private boolean copyUpGiven;
    private boolean relabel;
    private boolean chown;
    private boolean overlay;
    private boolean copy = true;
    private boolean copyGiven;
    private boolean readOnly;
    private String idMap = "";
    private String upper = "";
    private String work = "";
    private String subpath = "";

    private MountOptions(boolean tmpfs) {
        this.tmpfs = tmpfs;
    }

    /**
     * Reads a list of options.
     *
     * @throws JpodException USAGE for one that is unknown, given twice or contradicts another
     */
    public static MountOptions parse(List<String> options, boolean tmpfs) {
        MountOptions result = new MountOptions(tmpfs);
        for (String option : options) {
            if (!option.isEmpty()) {
                result.take(option);
            }
        }
        return result;
    }

    private void take(String option) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        String value = equals < 0 ? "" : option.substring(equals + 1);
        if (PROPAGATION.contains(option)) {
            once(propagation, "only one root propagation mode can be used");
            propagation = true;
            kept.add(option);
            return;
        }
        switch (name) {
            case "ro", "rw" -> {
                once(access, "only one of 'rw' and 'ro' can be used");
                access = true;
                readOnly = name.equals("ro");
                kept.add(option);
            }
            case "exec", "noexec" -> {
                once(execute, "only one of 'noexec' and 'exec' can be used");
                execute = true;
                kept.add(option);
            }
            case "suid", "nosuid" -> {
                once(suid, "only one of 'nosuid' and 'suid' can be used");
                suid = true;
                kept.add(option);
            }
            case "dev", "nodev" -> {
                once(dev, "only one of 'nodev' and 'dev' can be used");
                dev = true;
                kept.add(option);
            }
            case "bind", "rbind" -> {
                onlyWithoutTmpfs(option);
                once(recursion, "only one of 'rbind' and 'bind' can be used");
                recursion = true;
                kept.add(option);
            }
            case "z", "Z" -> {
                onlyWithoutTmpfs(option);
                once(relabel, "only one of 'z' and 'Z' can be used");
                relabel = true;
            }
            default -> special(option, name, value);
        }
    }

    private void special(String option, String name, String value) {
        switch (name) {
            case "U" -> {
                once(chown, "the 'U' option can only be set once");
                chown = true;
            }
            case "O" -> {
                onlyWithoutTmpfs(option);
                once(overlay, "the 'O' option can only be set once");
                overlay = true;
            }
            case "copy", "nocopy" -> {
                onlyWithoutTmpfs(option);
                once(copyGiven, "only one of 'copy' and 'nocopy' can be used");
                copyGiven = true;
                copy = name.equals("copy");
                kept.add(option);
            }
            case "nocreate" -> onlyWithoutTmpfs(option);
            case "size", "mode", "nr_inodes", "uid", "gid" -> {
                if (!tmpfs) {
                    throw JpodException.usage(
                            "the '" + name + "' option is only allowed with tmpfs mounts: invalid mount option");
                }
                kept.add(option);
            }
            case "tmpcopyup", "notmpcopyup" -> {
                if (!tmpfs) {
                    throw JpodException.usage(
                            "the '" + name + "' option is only allowed with tmpfs mounts: invalid mount option");
                }
                once(copyUpGiven, "the 'tmpcopyup' or 'notmpcopyup' option can only be set once");
                copyUpGiven = true;
                copyUp = name.equals("tmpcopyup");
            }
            case "idmap" -> idMap = option;
            case "upperdir" -> upper = value;
            case "workdir" -> work = value;
            case "subpath", "volume-subpath" -> subpath = value;
            case "noatime", "relatime", "strictatime", "nodiratime" -> kept.add(option);
            default -> throw JpodException.usage("invalid option type \"" + option + "\"");
        }
    }

    private void onlyWithoutTmpfs(String option) {
        if (tmpfs) {
            throw JpodException.usage(
                    "the '" + option + "' option is not allowed with tmpfs mounts: invalid mount option");
        }
    }

    private static void once(boolean before, String rule) {
        if (before) {
            throw JpodException.usage(rule + ": duplicate mount option passed");
        }
    }

    /**
     * The list for the runtime.
     *
     * @param noSuid what holds when the user says nothing: true for volumes and tmpfs, the source's own flag for bind mounts
     */
    public List<String> completed(boolean noSuid, boolean noDev, boolean noExec) {
        List<String> result = new ArrayList<>(kept);
        if (!access) {
            result.add("rw");
        }
        if (!propagation) {
            result.add("rprivate");
        }
        if (!execute && noExec) {
            result.add("noexec");
        }
        if (!suid && noSuid) {
            result.add("nosuid");
        }
        if (!dev && noDev) {
            result.add("nodev");
        }
        if (tmpfs && copyUp) {
            result.add("tmpcopyup");
        }
        if (!tmpfs && !recursion) {
            result.add("rbind");
        }
        result.remove("copy");
        result.remove("nocopy");
        return result;
    }

    public boolean readOnly() {
        return readOnly;
    }

    /** {@code U}: the source is given to the container's user. */
    public boolean chown() {
        return chown;
    }

    /** {@code O}: changes go to a layer that is thrown away. */
    public boolean overlay() {
        return overlay;
    }

    /** False for {@code nocopy}: an empty volume stays empty. */
    public boolean copy() {
        return copy;
    }

    /** The whole {@code idmap…} option; empty without. */
    public String idMap() {
        return idMap;
    }

    /** {@code upperdir=} of an overlay; empty without. */
    public String upper() {
        return upper;
    }

    public String work() {
        return work;
    }

    /** A directory inside a volume; empty without. */
    public String subpath() {
        return subpath;
    }
}
