package io.jpod.image.reference;

import io.jpod.api.JpodException;

/**
 * A reference to an image: {@code [registry/]path[:tag][@digest]}, the grammar of the distribution project. Immutable; always
 * valid.
 */
public final class ImageReference {
    /** The registry that docker means when none is named. */
    public static final String DOCKER_HUB = "docker.io";

    private static final int MAX_NAME = 255;

    private final String registry;
    private final String path;
    private final String tag;
    private final String digest;

    private ImageReference(String registry, String path, String tag, String digest) {
        this.registry = registry;
        this.path = path;
        this.tag = tag;
        this.digest = digest;
    }

    /**
     * Parses what a user typed, without a transport.
     *
     * @throws JpodException USAGE in podman's words
     */
    public static ImageReference parse(String text) {
        if (text.isEmpty()) {
            throw JpodException.usage("repository name must have at least one component");
        }
        if (Digest.isHex(text, 64)) {
            throw JpodException.usage(
                    "invalid repository name (" + text + "), cannot specify 64-byte hexadecimal strings");
        }
        String rest = text;
        String digest = "";
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = rest.substring(at + 1);
            rest = rest.substring(0, at);
            if (!digest.startsWith("sha256:") || !Digest.isHex(digest.substring(7), 64)) {
                throw malformed();
            }
        }
        String tag = "";
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            tag = rest.substring(colon + 1);
            rest = rest.substring(0, colon);
            if (!isTag(tag)) {
                throw malformed();
            }
        }
        String registry = "";
        int slash = rest.indexOf('/');
        if (slash > 0 && isRegistryLike(rest.substring(0, slash))) {
            registry = rest.substring(0, slash);
            rest = rest.substring(slash + 1);
        }
        return of(registry, rest, tag, digest);
    }

    private static ImageReference of(String registry, String path, String tag, String digest) {
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) >= 'A' && path.charAt(i) <= 'Z') {
                throw JpodException.usage("repository name must be lowercase");
            }
        }
        if (!registry.isEmpty() && !isRegistry(registry) || !isPath(path)) {
            throw malformed();
        }
        String host = registry.equals("index.docker.io") ? DOCKER_HUB : registry;
        String full = host.equals(DOCKER_HUB) && path.indexOf('/') < 0 ? "library/" + path : path;
        if (host.length() + 1 + full.length() > MAX_NAME) {
            throw JpodException.usage("repository name must not be more than 255 characters");
        }
        return new ImageReference(host, full, tag, digest);
    }

    private static JpodException malformed() {
        return JpodException.usage("invalid reference format");
    }

    private static boolean isRegistryLike(String component) {
        return component.indexOf('.') >= 0 || component.indexOf(':') >= 0 || component.equals("localhost");
    }

    private static boolean isRegistry(String text) {
        int end = text.indexOf(':');
        if (end >= 0) {
            if (end == text.length() - 1 || text.length() - end > 6) {
                return false;
            }
            for (int i = end + 1; i < text.length(); i++) {
                if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                    return false;
                }
            }
        } else {
            end = text.length();
        }
        boolean edge = true;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (edge || text.charAt(i - 1) == '-') {
                    return false;
                }
                edge = true;
            } else if (c == '-') {
                if (edge) {
                    return false;
                }
            } else if (isAlphanumeric(c)) {
                edge = false;
            } else {
                return false;
            }
        }
        return !edge && text.charAt(end - 1) != '-';
    }

    private static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    /** Components of lower case letters and digits, joined inside by one of {@code . _}, by {@code __} or by any number of dashes. */
    private static boolean isPath(String text) {
        int i = 0;
        while (true) {
            int start = i;
            while (i < text.length() && isPlain(text.charAt(i))) {
                i++;
            }
            if (i == start) {
                return false;
            }
            if (i == text.length()) {
                return true;
            }
            char c = text.charAt(i);
            if (c == '/' || c == '.') {
                i++;
            } else if (c == '_') {
                i += i + 1 < text.length() && text.charAt(i + 1) == '_' ? 2 : 1;
            } else if (c == '-') {
                while (i < text.length() && text.charAt(i) == '-') {
                    i++;
                }
            } else {
                return false;
            }
        }
    }

    private static boolean isPlain(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    private static boolean isTag(String text) {
        if (text.isEmpty() || text.length() > 128 || text.charAt(0) == '.' || text.charAt(0) == '-') {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && c != '_' && c != '.' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** True when no registry is named. */
    public boolean isShort() {
        return registry.isEmpty();
    }

    /** Host and optional port; empty for a short name. */
    public String registry() {
        return registry;
    }

    /** For example {@code library/alpine}. */
    public String path() {
        return path;
    }

    /** Empty when there is none. */
    public String tag() {
        return tag;
    }

    /** {@code sha256:…}, or empty. */
    public String digest() {
        return digest;
    }

    /** Registry and path. */
    public String repository() {
        return registry.isEmpty() ? path : registry + "/" + path;
    }

    /** The same name at a registry; on docker.io a path of one component gets {@code library/}. */
    public ImageReference atRegistry(String newRegistry) {
        return of(newRegistry, path, tag, digest);
    }

    /** The same tag and digest in another repository. */
    public ImageReference inRepository(String repository) {
        ImageReference other = parse(repository);
        return of(other.registry, other.path, tag, digest);
    }

    /** Another path at the same registry. */
    public ImageReference inPath(String newPath) {
        return of(registry, newPath, tag, digest);
    }

    public ImageReference withTag(String newTag) {
        if (!newTag.isEmpty() && !isTag(newTag)) {
            throw malformed();
        }
        return new ImageReference(registry, path, newTag, digest);
    }

    public ImageReference withoutDigest() {
        return new ImageReference(registry, path, tag, "");
    }

    public ImageReference withDigest(Digest newDigest) {
        return new ImageReference(registry, path, tag, newDigest.toString());
    }

    /** With the tag {@code latest} when there is neither tag nor digest. */
    public ImageReference withDefaultTag() {
        return tag.isEmpty() && digest.isEmpty() ? withTag("latest") : this;
    }

    /** As {@code tag} and {@code pull} store it: short names belong to {@code localhost}. */
    public ImageReference local() {
        return (isShort() ? atRegistry("localhost") : this).withDefaultTag();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageReference reference && reference.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return repository() + (tag.isEmpty() ? "" : ":" + tag) + (digest.isEmpty() ? "" : "@" + digest);
    }
}
