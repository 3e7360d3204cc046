package io.jpod.engine.layer;

import io.jpod.api.JpodException;
import java.util.Map;

/**
 * How large the files of one layer, or a decompressed archive, may be. {@code JPOD_MAX_LAYER_SIZE} says it in bytes, with {@code k},
 * {@code m}, {@code g} or {@code t} behind for powers of 1024; without it, it is 1 TiB.
 */
public final class ContentLimit {
    static final String VARIABLE = "JPOD_MAX_LAYER_SIZE";

    private static final long UNSAID = 1L << 40;
    private static final String UNITS = "kmgt";

    private ContentLimit() {}

    /** @throws JpodException USAGE when the variable is no size */
    public static long of(Map<String, String> environment) {
        String text = environment.getOrDefault(VARIABLE, "");
        if (text.isEmpty()) {
            return UNSAID;
        }
        int unit = UNITS.indexOf(Character.toLowerCase(text.charAt(text.length() - 1)));
        String digits = unit < 0 ? text : text.substring(0, text.length() - 1);
        try {
            long value = Long.parseLong(digits);
            int shift = 10 * (unit + 1);
            if (value > 0 && value <= Long.MAX_VALUE >> shift) {
                return value << shift;
            }
        } catch (NumberFormatException e) {
            // Refused below with all that are no size.
        }
        throw JpodException.usage("invalid size \"" + text + "\" in " + VARIABLE)
                .withRemedy("give bytes, or a number with k, m, g or t, for example 20g");
    }
}
