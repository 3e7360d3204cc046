package io.jpod.image.reference;

import io.jpod.api.JpodException;
import io.jpod.support.json.JsonObject;
import java.util.List;

/** Finds what {@code registries.conf} may not say (containers-registries.conf(5)), so that nothing of it is passed over. */
final class RegistriesCheck {
    private RegistriesCheck() {}

    /** @throws JpodException USAGE, naming the value and the file */
    static void check(JsonObject settings) {
        for (String registry : settings.getStrings("unqualified-search-registries")) {
            location(registry);
            if (registry.isEmpty() || registry.indexOf('/') >= 0) {
                throw invalid("unqualified-search-registries entry \"" + registry + "\" is no registry");
            }
        }
        for (JsonObject registry : settings.getObjects("registry")) {
            registry(registry);
        }
    }

    private static void registry(JsonObject registry) {
        String location = registry.getString("location", "");
        String prefix = registry.getString("prefix", "");
        location(location);
        location(prefix);
        if (location.isEmpty() && prefix.isEmpty()) {
            throw invalid("both location and prefix of a registry are unset");
        }
        if (location.isEmpty() && !prefix.startsWith("*.")) {
            throw invalid(
                    "location of prefix \"" + prefix + "\" is unset and prefix is not in the format: *.example.com");
        }
        String name = prefix.isEmpty() ? location : prefix;
        if (!registry.getString("pull-from-mirror", "").isEmpty()) {
            throw invalid("pull-from-mirror must not be set for a non-mirror registry \"" + name + "\"");
        }
        for (JsonObject mirror : registry.getObjects("mirror")) {
            mirror(registry, name, mirror);
        }
    }

    private static void mirror(JsonObject registry, String name, JsonObject mirror) {
        String location = mirror.getString("location", "");
        location(location);
        if (location.isEmpty()) {
            throw invalid("a mirror of \"" + name + "\" has no location");
        }
        String when = mirror.getString("pull-from-mirror", "");
        if (registry.getBoolean("mirror-by-digest-only", false) && !when.isEmpty()) {
            throw invalid("cannot set mirror usage mirror-by-digest-only for the registry (\"" + name
                    + "\") and pull-from-mirror for per-mirror (\"" + location + "\") at the same time");
        }
        if (!List.of("", "all", "digest-only", "tag-only").contains(when)) {
            throw invalid("unsupported pull-from-mirror value \"" + when + "\" for mirror \"" + location + "\"");
        }
    }

    private static void location(String text) {
        if (text.startsWith("http://") || text.startsWith("https://")) {
            throw invalid("invalid location '" + text + "': URI schemes are not supported");
        }
    }

    private static JpodException invalid(String what) {
        return JpodException.usage(what + " in " + RegistriesConfig.FILES);
    }
}
