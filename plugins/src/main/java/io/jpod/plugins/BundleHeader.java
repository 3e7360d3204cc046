package io.jpod.plugins;

import java.util.ArrayList;
import java.util.List;

/** Reads what is needed of a bundle's headers (OSGi Core 8, section 3.2.4) without a framework. */
final class BundleHeader {
    private static final String API = "io.jpod.api";

    private BundleHeader() {}

    /** The first clause's path, without directives and attributes. */
    static String firstPath(String header) {
        List<String> clauses = split(header, ',');
        return clauses.isEmpty() ? "" : split(clauses.get(0), ';').get(0);
    }

    /** Packages of level N have the version 1.N: the largest N that an import of the API has as its lowest version; 0 for none. */
    static int apiLevel(String importPackage) {
        int level = 0;
        for (String clause : split(importPackage, ',')) {
            List<String> parts = split(clause, ';');
            boolean api = false;
            String version = "";
            for (String part : parts) {
                api |= part.equals(API) || part.startsWith(API + ".");
                if (part.startsWith("version=")) {
                    version = part.substring("version=".length()).replace("\"", "");
                }
            }
            if (api) {
                level = Math.max(level, minor(version));
            }
        }
        return level;
    }

    private static int minor(String range) {
        String low = range.split(",")[0].replace("[", "").replace("(", "").trim();
        String[] numbers = low.split("\\.");
        try {
            return numbers.length > 1 && numbers[0].equals("1") ? Integer.parseInt(numbers[1]) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Splits outside quotes; parts are trimmed, empty ones left out. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : separator;
            if (c == '"') {
                quoted = !quoted;
            }
            if (i == text.length() || c == separator && !quoted) {
                if (!part.toString().isBlank()) {
                    parts.add(part.toString().trim());
                }
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        return parts;
    }
}
