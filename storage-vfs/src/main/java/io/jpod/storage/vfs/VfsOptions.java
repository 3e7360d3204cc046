package io.jpod.storage.vfs;

import io.jpod.api.JpodException;
import java.util.Map;

/**
 * Options of storage.conf and {@code --storage-opt}.
 *
 * @param ignoreChownErrors owners that cannot be applied are recorded instead
 */
record VfsOptions(boolean ignoreChownErrors) {
    static VfsOptions parse(Map<String, String> options) {
        boolean ignore = false;
        for (Map.Entry<String, String> option : options.entrySet()) {
            if (!option.getKey().equals("ignore_chown_errors")) {
                throw JpodException.usage("vfs driver does not support " + option.getKey() + " options");
            }
            String value = option.getValue();
            if (!value.equals("true") && !value.equals("false")) {
                throw JpodException.usage("vfs option ignore_chown_errors must be true or false, not " + value);
            }
            ignore = value.equals("true");
        }
        return new VfsOptions(ignore);
    }
}
