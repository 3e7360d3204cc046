package io.jpod.engine.plan;

import io.jpod.engine.request.ProcessOptions;
import io.jpod.support.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The environment of a container: defaults, image, proxies, the caller's whole environment, the caller's variables. */
final class EnvironmentRules {
    private static final List<String> DEFAULT =
            List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm");
    private static final List<String> PROXIES = List.of(
            "http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY");

    private final ProcessOptions process;
    private final JsonObject settings;
    private final Map<String, String> host;

    /**
     * @param host the caller's environment
     */
    EnvironmentRules(ProcessOptions process, JsonObject settings, Map<String, String> host) {
        this.process = process;
        this.settings = settings.getObject("containers");
        this.host = host;
    }

    Map<String, String> variables(List<String> image, String hostname, String systemdUuid) {
        Map<String, String> result = new LinkedHashMap<>();
        for (String line : DEFAULT) {
            put(result, line);
        }
        for (String line : settings.getStrings("env")) {
            put(result, line);
        }
        result.put("container", "podman");
        for (String line : image) {
            put(result, line);
        }
        if (process.httpProxy() && settings.getBoolean("http_proxy", true)) {
            for (String name : PROXIES) {
                if (host.containsKey(name)) {
                    result.put(name, host.get(name));
                }
            }
        }
        if (process.envHost() || settings.getBoolean("env_host", false)) {
            result.putAll(host);
        }
        if (process.unsetEnvAll()) {
            result.clear();
        }
        for (String name : process.unsetEnv()) {
            result.remove(name);
        }
        Map<String, String> base = new LinkedHashMap<>(result);
        for (Map.Entry<String, String> entry : process.envMerge().entrySet()) {
            result.put(entry.getKey(), expanded(entry.getValue(), base));
        }
        result.putAll(process.env());
        if (!systemdUuid.isEmpty() && !result.containsKey("container_uuid")) {
            result.put("container_uuid", systemdUuid);
        }
        if (!result.containsKey("HOSTNAME") && !hostname.isEmpty()) {
            result.put("HOSTNAME", hostname);
        }
        return result;
    }

    private static void put(Map<String, String> result, String line) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            result.put(line, "");
        } else if (equals > 0) {
            result.put(line.substring(0, equals), line.substring(equals + 1));
        }
    }

    /** Replaces {@code $NAME} and <code>${NAME}</code>; an unknown name becomes nothing. */
    static String expanded(String text, Map<String, String> variables) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '$' || at + 1 == text.length()) {
                out.append(c);
                at++;
                continue;
            }
            boolean braces = text.charAt(at + 1) == '{';
            int start = braces ? at + 2 : at + 1;
            int end = start;
            while (end < text.length() && isNamePart(text.charAt(end))) {
                end++;
            }
            if (end == start || braces && (end == text.length() || text.charAt(end) != '}')) {
                out.append(c);
                at++;
                continue;
            }
            out.append(variables.getOrDefault(text.substring(start, end), ""));
            at = braces ? end + 1 : end;
        }
        return out.toString();
    }

    private static boolean isNamePart(char c) {
        return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
