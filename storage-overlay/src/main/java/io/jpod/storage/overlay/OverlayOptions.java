package io.jpod.storage.overlay;

import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.support.posix.Posix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Options of storage.conf and {@code --storage-opt}; containers-storage.conf(5).
 *
 * @param mountProgram what mounts instead of the kernel, empty for the kernel
 * @param mountFlags {@code MS_…}
 * @param mountData other words of {@code mountopt}
 */
record OverlayOptions(String mountProgram, long mountFlags, List<String> mountData, boolean ignoreChownErrors) {
    /** @param log told of what is set and has no effect here */
    static OverlayOptions parse(Map<String, String> options, Log log) {
        String program = "";
        long flags = 0;
        List<String> data = new ArrayList<>();
        boolean ignore = false;
        for (Map.Entry<String, String> option : options.entrySet()) {
            String value = option.getValue();
            switch (option.getKey()) {
                case "mount_program" -> program = value;
                case "mountopt" -> flags = mountOptions(value, data, log);
                case "ignore_chown_errors" -> ignore = bool(option.getKey(), value);
                // The data root is never bind mounted on itself, which is what this option turns off.
                case "skip_mount_home" -> bool(option.getKey(), value);
                case "size", "inodes", "force_mask", "imagestore", "use_composefs" ->
                    throw JpodException.unsupported("overlay: option " + option.getKey() + " is not supported");
                default -> throw JpodException.usage("overlay: unknown option " + option.getKey());
            }
        }
        return new OverlayOptions(program, flags, List.copyOf(data), ignore);
    }

    private static long mountOptions(String value, List<String> data, Log log) {
        long flags = 0;
        for (String word : value.split(",")) {
            switch (word) {
                case "", "rw", "dev", "suid", "exec" -> {}
                case "nodev" -> flags |= Posix.MS_NODEV;
                case "nosuid" -> flags |= Posix.MS_NOSUID;
                case "noexec" -> flags |= Posix.MS_NOEXEC;
                // Distributions set them for everybody. Files that are only half in their layer cannot be pushed or
                // moved to another driver.
                case "metacopy=on", "redirect_dir=on" ->
                    log.debug("overlay: mountopt " + word + " has no effect: layers hold whole files");
                default -> data.add(word);
            }
        }
        return flags;
    }

    private static boolean bool(String name, String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw JpodException.usage("overlay: option " + name + " must be true or false, not " + value);
        };
    }
}
