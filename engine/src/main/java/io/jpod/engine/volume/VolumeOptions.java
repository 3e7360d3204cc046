package io.jpod.engine.volume;

import io.jpod.api.JpodException;
import io.jpod.engine.Volumes.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The options of a volume of the local driver (podman-volume-create(1)): {@code type}, {@code device} and {@code o} are those of mount(8),
 * but for what {@code o} says of owners and quotas. Immutable.
 */
final class VolumeOptions {
    static final String TMPFS = "tmpfs";
    private static final String TYPE = "type";
    private static final String DEVICE = "device";
    private static final String MOUNT = "o";
    private static final String UID = "UID";
    private static final String GID = "GID";

    private final Map<String, String> options;

    private VolumeOptions(Map<String, String> options) {
        this.options = options;
    }

    /** Those of a volume that exists. */
    static VolumeOptions of(Map<String, String> recorded) {
        return new VolumeOptions(recorded);
    }

    /**
     * Checks what a user gave.
     *
     * @throws JpodException USAGE or UNSUPPORTED, in podman's words
     */
    static VolumeOptions parse(Map<String, String> given) {
        // In the order in which Go prints maps.
        Map<String, String> result = new TreeMap<>();
        boolean tmpfs = TMPFS.equals(given.get(TYPE));
        for (Map.Entry<String, String> option : given.entrySet()) {
            switch (option.getKey()) {
                case TYPE, DEVICE -> result.put(option.getKey(), option.getValue());
                case MOUNT -> {
                    List<String> kept = new ArrayList<>();
                    for (String word : option.getValue().split(",")) {
                        take(word, tmpfs, kept, result);
                    }
                    if (!kept.isEmpty()) {
                        result.put(MOUNT, String.join(",", kept));
                    }
                }
                case "size", "inodes" -> throw noQuota();
                default ->
                    throw JpodException.usage(
                            "invalid mount option " + option.getKey() + " for driver 'local': invalid argument");
            }
        }
        return new VolumeOptions(result);
    }

    private static void take(String word, boolean tmpfs, List<String> kept, Map<String, String> result) {
        int equals = word.indexOf('=');
        String value = equals < 0 ? "" : word.substring(equals + 1);
        switch (equals < 0 ? word : word.substring(0, equals)) {
            case "" -> {}
            case "uid" -> {
                result.put(UID, id("UID", value));
                kept.add(word);
            }
            case "gid" -> {
                result.put(GID, id("GID", value));
                kept.add(word);
            }
            case "size", "inodes" -> {
                if (!tmpfs) {
                    throw noQuota();
                }
                kept.add(word.startsWith("inodes=") ? "nr_" + word : word);
            }
            case "noquota" -> result.put("NOQUOTA", "true");
            case "timeout" ->
                throw JpodException.usage("running volume create option: Volume driver timeout can only be used with"
                        + " non-local volume drivers: invalid argument");
            default -> kept.add(word);
        }
    }

    private static JpodException noQuota() {
        return JpodException.unsupported(
                        "volume options size and inodes not supported. Filesystem does not support Project Quota")
                .withRemedy("a volume with type=tmpfs can have a size");
    }

    private static String id(String kind, String text) {
        boolean digits = !text.isEmpty() && text.length() < 10;
        for (int i = 0; i < text.length(); i++) {
            digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!digits) {
            throw JpodException.usage("cannot convert " + kind + " " + text + " to integer: strconv.Atoi: parsing \""
                    + text + "\": invalid syntax");
        }
        return text;
    }

    /** As {@code volume inspect} shows them. */
    Map<String, String> recorded() {
        return options;
    }

    /** The owner that {@code o} names, or the given one. */
    Owner owner(Owner given) {
        return new Owner(
                options.containsKey(UID) ? OptionalLong.of(Long.parseLong(options.get(UID))) : given.uid(),
                options.containsKey(GID) ? OptionalLong.of(Long.parseLong(options.get(GID))) : given.gid());
    }

    boolean isTmpfs() {
        return TMPFS.equals(options.get(TYPE));
    }

    /** Whether the volume is something that has to be mounted on its directory, and not that directory alone. */
    boolean mounts() {
        if (options.containsKey(TYPE) || options.containsKey(DEVICE)) {
            return true;
        }
        for (String word : options.getOrDefault(MOUNT, "").split(",")) {
            if (!word.isEmpty() && !word.startsWith("uid=") && !word.startsWith("gid=")) {
                return true;
            }
        }
        return false;
    }

    /** Whether the volume is mounted read-only for all. */
    boolean readOnly() {
        boolean result = false;
        for (String word : options.getOrDefault(MOUNT, "").split(",")) {
            // The last one counts.
            result = word.equals("ro") || result && !word.equals("rw");
        }
        return result;
    }

    /** Whether a user namespace may mount it, as far as the type tells. */
    boolean mountsWithoutRoot() {
        String type = options.getOrDefault(TYPE, "");
        return switch (type) {
            case TMPFS, "ramfs", "overlay", "bind", "", "none" -> true;
            default -> type.startsWith("fuse");
        };
    }

    /** The words of mount(8) without the target; a type is given as device where there is none, as the kernel wants something. */
    List<String> mountArguments() {
        List<String> words = new ArrayList<>();
        String type = options.getOrDefault(TYPE, "");
        String mount = options.getOrDefault(MOUNT, "");
        if (type.equals("bind")) {
            words.addAll(List.of("-o", "bind"));
        } else if (!type.isEmpty()) {
            words.addAll(List.of("-t", type));
        }
        if (!mount.isEmpty()) {
            words.addAll(List.of("-o", mount));
        }
        String device = options.getOrDefault(DEVICE, "");
        // A device is no option, whatever it begins with.
        words.add("--");
        words.add(device.isEmpty() ? type : device);
        return words;
    }
}
