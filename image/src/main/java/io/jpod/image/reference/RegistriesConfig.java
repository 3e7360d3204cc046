package io.jpod.image.reference;

import io.jpod.api.JpodException;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code registries.conf} (version 2, containers-registries.conf(5)) says, merged over all its files. */
public final class RegistriesConfig {
    /**
     * Where a reference is really looked for.
     *
     * @param reference with registry and repository of the place
     * @param insecure http and untrusted certificates are allowed
     */
    public record Endpoint(ImageReference reference, boolean insecure) {}

    /** For messages: which files these are depends on the user and the environment. */
    static final String FILES = "registries.conf or registries.conf.d";

    private final JsonObject settings;

    /** @param settings the file's tables; empty where there is no file */
    public RegistriesConfig(JsonObject settings) {
        this.settings = settings.has("registries") ? fromVersion1(settings) : settings;
    }

    /** The older form: three lists of registries. */
    private static JsonObject fromVersion1(JsonObject old) {
        if (old.has("registry") || old.has("unqualified-search-registries")) {
            throw JpodException.usage("mixing sysregistry v1/v2 is not supported: " + FILES);
        }
        JsonObject lists = old.getObject("registries");
        List<String> insecure = lists.getObject("insecure").getStrings("registries");
        List<String> blocked = lists.getObject("block").getStrings("registries");
        List<String> named = new ArrayList<>(insecure);
        for (String registry : blocked) {
            if (!named.contains(registry)) {
                named.add(registry);
            }
        }
        List<JsonObject> tables = new ArrayList<>();
        for (String registry : named) {
            tables.add(new JsonObject()
                    .put("location", registry)
                    .put("insecure", insecure.contains(registry))
                    .put("blocked", blocked.contains(registry)));
        }
        return new JsonObject()
                .put("unqualified-search-registries", lists.getObject("search").getStrings("registries"))
                .put("registry", tables)
                .put("aliases", old.getObject("aliases"));
    }

    /** All of it as {@code info} shows it: {@code search}, and one object for each prefix. */
    public JsonObject describe() {
        JsonObject result = new JsonObject();
        for (JsonObject registry : settings.getObjects("registry")) {
            List<JsonObject> mirrors = new ArrayList<>();
            for (JsonObject mirror : registry.getObjects("mirror")) {
                mirrors.add(place(mirror));
            }
            JsonObject described = new JsonObject().put("Prefix", prefix(registry));
            JsonObject place = place(registry);
            for (String name : place.names()) {
                described.put(name, place.get(name));
            }
            if (mirrors.isEmpty()) {
                described.putNull("Mirrors");
            } else {
                described.put("Mirrors", mirrors);
            }
            described
                    .put("Blocked", registry.getBoolean("blocked", false))
                    .put("MirrorByDigestOnly", registry.getBoolean("mirror-by-digest-only", false));
            result.put(prefix(registry), described);
        }
        return result.putNonEmpty("search", settings.getStrings("unqualified-search-registries"));
    }

    private static JsonObject place(JsonObject place) {
        return new JsonObject()
                .put("Location", place.getString("location", ""))
                .put("Insecure", place.getBoolean("insecure", false))
                .put("PullFromMirror", place.getString("pull-from-mirror", ""));
    }

    /** Registries that an unqualified name is searched in. */
    public List<String> searchRegistries() {
        RegistriesCheck.check(settings);
        return settings.getStrings("unqualified-search-registries");
    }

    /** Where credentials are kept, in the order in which to look; empty for the files alone. */
    public List<String> credentialHelpers() {
        return settings.getStrings("credential-helpers");
    }

    /** What a short name stands for by an alias; its tag and digest are kept. */
    public Optional<ImageReference> alias(ImageReference shortName) {
        String target = settings.getObject("aliases").getString(shortName.path(), "");
        return target.isEmpty() ? Optional.empty() : Optional.of(shortName.inRepository(target));
    }

    /**
     * Qualified references that a short name may mean, in the order in which podman tries them for images that are there already.
     */
    public List<ImageReference> localCandidates(ImageReference shortName) {
        List<ImageReference> result = new ArrayList<>();
        alias(shortName).ifPresent(result::add);
        result.add(shortName.atRegistry("localhost"));
        for (String registry : searchRegistries()) {
            result.add(shortName.atRegistry(registry));
        }
        result.add(shortName.atRegistry(ImageReference.DOCKER_HUB));
        return result;
    }

    /**
     * Qualified references to try when a short name is to be pulled.
     *
     * @throws JpodException USAGE when the configuration names none
     */
    public List<ImageReference> pullCandidates(ImageReference shortName) {
        Optional<ImageReference> alias = alias(shortName);
        String mode = shortNameMode();
        if (alias.isPresent() && !mode.equals("disabled")) {
            return List.of(alias.get());
        }
        List<ImageReference> result = new ArrayList<>();
        for (String registry : searchRegistries()) {
            result.add(shortName.atRegistry(registry));
        }
        if (result.isEmpty()) {
            throw JpodException.usage("short-name \"" + shortName
                            + "\" did not resolve to an alias and no unqualified-search registries are defined in "
                            + FILES)
                    .withRemedy("write the registry's name, for example docker.io/"
                            + shortName.atRegistry(ImageReference.DOCKER_HUB).path());
        }
        return result;
    }

    /** {@code enforcing}, {@code permissive} or {@code disabled}: what to do when several registries may be meant. */
    public String shortNameMode() {
        String mode = settings.getString("short-name-mode", "");
        switch (mode) {
            case "":
                return "permissive";
            case "enforcing", "permissive", "disabled":
                return mode;
            default:
                throw JpodException.usage("invalid short-name mode: \"" + mode + "\" in " + FILES);
        }
    }

    /**
     * The places of a qualified reference: mirrors first when it is to be read, then its own location.
     *
     * @throws JpodException USAGE when it is blocked
     */
    public List<Endpoint> endpoints(ImageReference reference, boolean reading) {
        RegistriesCheck.check(settings);
        JsonObject best = null;
        int bestLength = -1;
        for (JsonObject registry : settings.getObjects("registry")) {
            String prefix = prefix(registry);
            int length = matchLength(prefix, reference.toString());
            if (length > bestLength) {
                best = registry;
                bestLength = length;
            }
        }
        if (best == null) {
            return List.of(new Endpoint(reference, false));
        }
        if (best.getBoolean("blocked", false)) {
            throw JpodException.usage("registry " + reference.registry() + " is blocked in " + FILES);
        }
        List<Endpoint> result = new ArrayList<>();
        if (reading) {
            for (JsonObject mirror : best.getObjects("mirror")) {
                if (mirrorServes(best, mirror, reference)) {
                    result.add(endpoint(mirror, best, reference));
                }
            }
        }
        result.add(endpoint(best, best, reference));
        return result;
    }

    private static boolean mirrorServes(JsonObject registry, JsonObject mirror, ImageReference reference) {
        boolean byDigest = !reference.digest().isEmpty();
        String when = mirror.getString("pull-from-mirror", "");
        if (registry.getBoolean("mirror-by-digest-only", false)) {
            return byDigest;
        }
        return switch (when) {
            case "digest-only" -> byDigest;
            case "tag-only" -> !byDigest;
            default -> true;
        };
    }

    private static String prefix(JsonObject registry) {
        String prefix = registry.getString("prefix", "");
        String value = prefix.isEmpty() ? registry.getString("location", "") : prefix;
        return value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    }

    /** -1 when the prefix does not match; {@code *.example.com} matches any host below it. */
    private static int matchLength(String prefix, String reference) {
        if (prefix.startsWith("*.")) {
            int slash = reference.indexOf('/');
            String host = slash < 0 ? reference : reference.substring(0, slash);
            int colon = host.indexOf(':');
            String bare = colon < 0 ? host : host.substring(0, colon);
            return bare.endsWith(prefix.substring(1)) ? prefix.length() : -1;
        }
        if (prefix.isEmpty() || !reference.startsWith(prefix)) {
            return -1;
        }
        if (reference.length() == prefix.length()) {
            return prefix.length();
        }
        char next = reference.charAt(prefix.length());
        boolean hostOnly = prefix.indexOf('/') < 0;
        return next == '/' || !hostOnly && (next == ':' || next == '@') ? prefix.length() : -1;
    }

    private static Endpoint endpoint(JsonObject place, JsonObject registry, ImageReference reference) {
        String location = place.getString("location", "");
        String prefix = prefix(registry);
        boolean insecure = place.getBoolean("insecure", false);
        if (location.endsWith("/")) {
            location = location.substring(0, location.length() - 1);
        }
        if (location.isEmpty() || location.equals(prefix)) {
            return new Endpoint(reference, insecure);
        }
        // A wildcard stands for the host's name, without its port.
        int port = reference.registry().indexOf(':');
        String base = !prefix.startsWith("*.")
                ? prefix
                : port < 0 ? reference.registry() : reference.registry().substring(0, port);
        String moved = location
                + reference
                        .repository()
                        .substring(
                                Math.min(base.length(), reference.repository().length()));
        return new Endpoint(reference.inRepository(moved), insecure);
    }
}
