package io.jpod.engine.spec;

import io.jpod.api.JpodException;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Names and sets of capabilities(7), joined and divided as podman does. */
public final class Capabilities {
    private static final List<String> NAMES = List.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_DAC_READ_SEARCH",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_KILL",
            "CAP_SETGID",
            "CAP_SETUID",
            "CAP_SETPCAP",
            "CAP_LINUX_IMMUTABLE",
            "CAP_NET_BIND_SERVICE",
            "CAP_NET_BROADCAST",
            "CAP_NET_ADMIN",
            "CAP_NET_RAW",
            "CAP_IPC_LOCK",
            "CAP_IPC_OWNER",
            "CAP_SYS_MODULE",
            "CAP_SYS_RAWIO",
            "CAP_SYS_CHROOT",
            "CAP_SYS_PTRACE",
            "CAP_SYS_PACCT",
            "CAP_SYS_ADMIN",
            "CAP_SYS_BOOT",
            "CAP_SYS_NICE",
            "CAP_SYS_RESOURCE",
            "CAP_SYS_TIME",
            "CAP_SYS_TTY_CONFIG",
            "CAP_MKNOD",
            "CAP_LEASE",
            "CAP_AUDIT_WRITE",
            "CAP_AUDIT_CONTROL",
            "CAP_SETFCAP",
            "CAP_MAC_OVERRIDE",
            "CAP_MAC_ADMIN",
            "CAP_SYSLOG",
            "CAP_WAKE_ALARM",
            "CAP_BLOCK_SUSPEND",
            "CAP_AUDIT_READ",
            "CAP_PERFMON",
            "CAP_BPF",
            "CAP_CHECKPOINT_RESTORE");

    private static final List<String> DEFAULT = List.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_KILL",
            "CAP_NET_BIND_SERVICE",
            "CAP_SETFCAP",
            "CAP_SETGID",
            "CAP_SETPCAP",
            "CAP_SETUID",
            "CAP_SYS_CHROOT");

    private static final String ALL = "ALL";

    private final Path procStatus;

    /**
     * @param procStatus {@code /proc/self/status}
     */
    public Capabilities(Path procStatus) {
        this.procStatus = procStatus;
    }

    /** Those that a container has when nothing else is said; {@code default_capabilities} of containers.conf or podman's. */
    public static List<String> defaults(JsonObject settings) {
        List<String> configured = settings.getObject("containers").getStrings("default_capabilities");
        return configured.isEmpty() ? DEFAULT : normalize(configured);
    }

    /**
     * Names in their long form.
     *
     * @throws JpodException USAGE for a name that does not exist
     */
    public static List<String> normalize(List<String> names) {
        List<String> result = new ArrayList<>(names.size());
        for (String name : names) {
            String upper = name.toUpperCase(java.util.Locale.ROOT);
            if (upper.equals(ALL)) {
                result.add(ALL);
                continue;
            }
            String full = upper.startsWith("CAP_") ? upper : "CAP_" + upper;
            if (!NAMES.contains(full)) {
                throw JpodException.usage("\"" + full + "\": unknown capability");
            }
            result.add(full);
        }
        return result;
    }

    /**
     * Adds and drops, in podman's way.
     *
     * @return sorted
     * @throws JpodException USAGE for an unknown name or a contradiction
     */
    public List<String> merge(List<String> base, List<String> add, List<String> drop) {
        List<String> adds = normalize(add);
        List<String> drops = normalize(drop);
        if (drops.contains(ALL)) {
            if (adds.contains(ALL)) {
                throw JpodException.usage("adding all caps and removing all caps not allowed");
            }
            return sorted(adds);
        }
        List<String> result = new ArrayList<>(base);
        if (adds.contains(ALL)) {
            result = new ArrayList<>(bounding());
            adds = List.of();
        }
        for (String name : adds) {
            if (drops.contains(name)) {
                throw JpodException.usage("capability \"" + name + "\" cannot be dropped and added");
            }
        }
        result.removeAll(drops);
        for (String name : adds) {
            if (!result.contains(name)) {
                result.add(name);
            }
        }
        return sorted(result);
    }

    /** What a privileged container gets: all that this process may hand on. */
    public List<String> bounding() {
        try {
            for (String line : Files.readAllLines(procStatus)) {
                if (line.startsWith("CapBnd:")) {
                    long bits = Long.parseUnsignedLong(line.substring(7).strip(), 16);
                    List<String> result = new ArrayList<>();
                    for (int i = 0; i < NAMES.size(); i++) {
                        if ((bits >>> i & 1) != 0) {
                            result.add(NAMES.get(i));
                        }
                    }
                    return sorted(result);
                }
            }
            return sorted(NAMES);
        } catch (IOException e) {
            throw JpodException.host("reading capabilities from " + procStatus, e);
        }
    }

    private static List<String> sorted(List<String> names) {
        List<String> result = new ArrayList<>(names);
        Collections.sort(result);
        return result;
    }
}
