package io.jpod.idmap.subid;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.idmap.IdRange;
import java.util.Map;
import java.util.OptionalLong;

/** Reads the words after {@code --userns=MODE:}. */
final class ModeOptions {
    private final Map<String, String> options;

    private ModeOptions(Map<String, String> options) {
        this.options = options;
    }

    /** @throws JpodException USAGE for an option that is not among the allowed ones */
    static ModeOptions of(Map<String, String> options, String... allowed) {
        for (String name : options.keySet()) {
            boolean known = false;
            for (String candidate : allowed) {
                known |= candidate.equals(name);
            }
            if (!known) {
                throw JpodException.usage("unknown option specified: \"" + name + "\"");
            }
        }
        return new ModeOptions(options);
    }

    String text(String name) {
        return options.getOrDefault(name, "");
    }

    boolean has(String name) {
        return options.containsKey(name);
    }

    OptionalLong number(String name) {
        if (!options.containsKey(name)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(parse(options.get(name), "invalid value of option " + name + ": "));
    }

    /** A number that can be an id. @throws JpodException USAGE */
    static long parse(String text, String message) {
        try {
            long value = Long.parseLong(text);
            if (value >= 0 && value <= IdRange.LIMIT && text.charAt(0) != '+' && text.charAt(0) != '-') {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, together with numbers out of range.
        }
        throw new JpodException(ErrorCode.USAGE, message + "parsing \"" + text + "\": invalid syntax");
    }
}
