package io.jpod.image.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a {@code WWW-Authenticate} header asks for (RFC 9110, 11.6.1).
 *
 * @param scheme in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
    /** All challenges of an answer. */
    static List<Challenge> of(HttpResponse response) {
        List<Challenge> result = new ArrayList<>();
        for (String header : response.headers("WWW-Authenticate")) {
            int blank = header.indexOf(' ');
            String scheme = (blank < 0 ? header : header.substring(0, blank)).toLowerCase(Locale.ROOT);
            result.add(new Challenge(scheme, blank < 0 ? Map.of() : parameters(header.substring(blank + 1))));
        }
        return result;
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> result = new LinkedHashMap<>();
        int i = 0;
        while (i < text.length()) {
            int equals = text.indexOf('=', i);
            if (equals < 0) {
                break;
            }
            String name = text.substring(i, equals).trim().toLowerCase(Locale.ROOT);
            StringBuilder value = new StringBuilder();
            i = equals + 1;
            if (i < text.length() && text.charAt(i) == '"') {
                i++;
                while (i < text.length() && text.charAt(i) != '"') {
                    if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                        i++;
                    }
                    value.append(text.charAt(i++));
                }
                i++;
            } else {
                while (i < text.length() && text.charAt(i) != ',') {
                    value.append(text.charAt(i++));
                }
            }
            result.put(name, value.toString().trim());
            while (i < text.length() && (text.charAt(i) == ',' || text.charAt(i) == ' ')) {
                i++;
            }
        }
        return result;
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
