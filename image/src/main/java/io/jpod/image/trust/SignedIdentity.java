package io.jpod.image.trust;

import io.jpod.api.JpodException;
import io.jpod.image.reference.ImageReference;
import io.jpod.support.json.JsonObject;

/**
 * How the name in a signature must fit the name that the user asked for.
 *
 * @param kind {@code matchExact} and so on
 * @param name the reference, repository or prefix that some kinds have
 * @param replacement of the prefix
 */
record SignedIdentity(String kind, String name, String replacement) {
    static SignedIdentity none() {
        return new SignedIdentity("matchRepoDigestOrExact", "", "");
    }

    static SignedIdentity read(JsonObject json) {
        String kind = json.getString("type", "matchRepoDigestOrExact");
        return switch (kind) {
            case "matchExact", "matchRepoDigestOrExact", "matchRepository" -> new SignedIdentity(kind, "", "");
            case "exactReference" -> new SignedIdentity(kind, needed(json, "dockerReference"), "");
            case "exactRepository" -> new SignedIdentity(kind, needed(json, "dockerRepository"), "");
            case "remapIdentity" -> new SignedIdentity(kind, needed(json, "prefix"), needed(json, "signedPrefix"));
            default -> throw JpodException.usage("unknown policy reference match type \"" + kind + "\"");
        };
    }

    private static String needed(JsonObject json, String member) {
        String value = json.getString(member, "");
        if (value.isEmpty()) {
            throw JpodException.usage("signedIdentity lacks " + member);
        }
        return value;
    }

    /** @param signed the name in the signature */
    boolean accepts(ImageReference wanted, String signed) {
        ImageReference name;
        try {
            name = ImageReference.parse(signed);
        } catch (JpodException e) {
            return false;
        }
        if (name.isShort()) {
            name = name.atRegistry(ImageReference.DOCKER_HUB);
        }
        return switch (kind) {
            case "matchExact" -> hasTagOrDigest(wanted) && name.equals(wanted);
            case "matchRepository" -> name.repository().equals(wanted.repository());
            case "exactReference" -> name.equals(complete(this.name)) && hasTagOrDigest(name);
            case "exactRepository" ->
                name.repository().equals(complete(this.name).repository());
            case "remapIdentity" -> repoDigestOrExact(remapped(wanted), name);
            default -> repoDigestOrExact(wanted, name);
        };
    }

    private static boolean hasTagOrDigest(ImageReference reference) {
        return !reference.tag().isEmpty() || !reference.digest().isEmpty();
    }

    /** A digest in the wanted name says already what the content is. */
    private static boolean repoDigestOrExact(ImageReference wanted, ImageReference signed) {
        return wanted.digest().isEmpty()
                ? hasTagOrDigest(wanted) && wanted.equals(signed)
                : wanted.repository().equals(signed.repository()) && hasTagOrDigest(signed);
    }

    private static ImageReference complete(String text) {
        ImageReference reference = ImageReference.parse(text);
        return reference.isShort() ? reference.atRegistry(ImageReference.DOCKER_HUB) : reference;
    }

    private ImageReference remapped(ImageReference wanted) {
        String text = wanted.repository();
        boolean inside = text.equals(name) || text.startsWith(name.endsWith("/") ? name : name + "/");
        return inside ? wanted.inRepository(replacement + text.substring(name.length())) : wanted;
    }
}
