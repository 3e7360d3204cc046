package io.jpod.engine.info;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads os-release(5). */
final class OsRelease {
    private final Path root;

    OsRelease(Path root) {
        this.root = root;
    }

    /** The variables, unquoted; empty where there is no such file. */
    Map<String, String> read() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String place : new String[] {"etc/os-release", "usr/lib/os-release"}) {
            try {
                for (String line : Files.readAllLines(root.resolve(place))) {
                    int equals = line.indexOf('=');
                    if (equals > 0 && line.charAt(0) != '#') {
                        variables.put(line.substring(0, equals), unquote(line.substring(equals + 1)));
                    }
                }
                return variables;
            } catch (IOException e) {
                // The next place.
                variables.clear();
            }
        }
        return variables;
    }

    private static String unquote(String text) {
        boolean quoted = text.length() >= 2
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.charAt(text.length() - 1) == text.charAt(0);
        return quoted ? text.substring(1, text.length() - 1).replace("\\", "") : text;
    }
}
