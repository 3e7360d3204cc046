package io.jpod.support.host;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environment of the person who called. Java reads arguments, variables and file names in the encoding of its locale and would lose
 * what is not ASCII in the C locale of cron or CI; the start script therefore gives it a UTF-8 one, and says here what was there before.
 */
public final class CallerEnvironment {
    private static final String BEFORE = "_JPOD_LC_ALL";

    private CallerEnvironment() {}

    /** The variables as they were before the start script changed them. */
    public static Map<String, String> restored(Map<String, String> variables) {
        String before = variables.get(BEFORE);
        if (before == null) {
            return variables;
        }
        Map<String, String> result = new LinkedHashMap<>(variables);
        result.remove(BEFORE);
        if (before.isEmpty()) {
            result.remove("LC_ALL");
        } else {
            result.put("LC_ALL", before);
        }
        return result;
    }
}
