package io.jpod.image.trust;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.image.reference.ImageReference;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@code policy.json}. */
public final class TrustPolicy {
    private final List<TrustRequirement> standard;
    private final Map<String, Map<String, List<TrustRequirement>>> transports;

    private TrustPolicy(List<TrustRequirement> standard, Map<String, Map<String, List<TrustRequirement>>> transports) {
        this.standard = standard;
        this.transports = transports;
    }

    /** Accepts anything: for hosts that have no policy. */
    public static TrustPolicy open() {
        TrustRequirement anything = new TrustRequirement(
                TrustRequirement.Type.INSECURE_ACCEPT_ANYTHING, List.of(), List.of(), SignedIdentity.none());
        return new TrustPolicy(List.of(anything), Map.of());
    }

    /**
     * Reads a file.
     *
     * @throws JpodException USAGE naming the file when it is no valid policy
     */
    public static TrustPolicy read(Path file) {
        try {
            return parse(Json.parseObject(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw JpodException.host("reading policy " + file, e);
        } catch (JpodException e) {
            throw new JpodException(
                    e.code() == ErrorCode.UNSUPPORTED ? e.code() : ErrorCode.USAGE,
                    "invalid policy in \"" + file + "\"",
                    e);
        }
    }

    static TrustPolicy parse(JsonObject json) {
        for (String name : json.names()) {
            if (!name.equals("default") && !name.equals("transports")) {
                throw JpodException.usage("unknown key \"" + name + "\"");
            }
        }
        if (!json.has("default")) {
            throw JpodException.usage("default policy is missing");
        }
        Map<String, Map<String, List<TrustRequirement>>> transports = new LinkedHashMap<>();
        JsonObject all = json.getObject("transports");
        for (String transport : all.names()) {
            Map<String, List<TrustRequirement>> scopes = new LinkedHashMap<>();
            JsonObject own = all.getObject(transport);
            for (String scope : own.names()) {
                scopes.put(scope, requirements(own, scope));
            }
            transports.put(transport, scopes);
        }
        return new TrustPolicy(requirements(json, "default"), transports);
    }

    private static List<TrustRequirement> requirements(JsonObject json, String member) {
        List<TrustRequirement> result = new ArrayList<>();
        for (JsonObject item : json.getObjects(member)) {
            result.add(TrustRequirement.read(item));
        }
        if (result.isEmpty()) {
            throw JpodException.usage("list of verification policy requirements must not be empty");
        }
        return result;
    }

    /** The requirements for everything that no transport's scope covers. */
    public List<TrustRequirement> standard() {
        return standard;
    }

    /** By transport, then by scope. */
    public Map<String, Map<String, List<TrustRequirement>>> transports() {
        return transports;
    }

    /** @param scopes the most particular first */
    List<TrustRequirement> requirementsFor(String transport, List<String> scopes) {
        Map<String, List<TrustRequirement>> own = transports.get(transport);
        if (own != null) {
            for (String scope : scopes) {
                if (own.containsKey(scope)) {
                    return own.get(scope);
                }
            }
            if (own.containsKey("")) {
                return own.get("");
            }
        }
        return standard;
    }

    /** The scopes of an image in a registry: its name, its repository, what that is below, the domains. */
    public static List<String> scopes(ImageReference reference) {
        List<String> result = new ArrayList<>();
        result.add(reference.toString());
        String place = reference.repository();
        while (true) {
            result.add(place);
            int slash = place.lastIndexOf('/');
            if (slash < 0) {
                break;
            }
            place = place.substring(0, slash);
        }
        int port = place.indexOf(':');
        String host = port < 0 ? place : place.substring(0, port);
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.')) {
            host = host.substring(dot + 1);
            result.add("*." + host);
        }
        return result;
    }

    /** The scopes of a file or directory: the path with the name inside, the path, the directories above. */
    public static List<String> scopes(Path path, String inside) {
        List<String> result = new ArrayList<>();
        Path absolute = path.toAbsolutePath().normalize();
        if (!inside.isEmpty()) {
            result.add(absolute + ":" + inside);
        }
        for (Path p = absolute; p != null && p.getParent() != null; p = p.getParent()) {
            result.add(p.toString());
        }
        return result;
    }
}
