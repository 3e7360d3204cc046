package io.jpod.image.transport;

import io.jpod.api.JpodException;
import java.util.List;

/**
 * A place of an image: {@code transport:rest}, as containers-transports(5) has it.
 *
 * @param transport {@code docker}, {@code oci}, {@code oci-archive}, {@code docker-archive}, {@code dir}, {@code
 *     containers-storage} or {@code docker-daemon}
 * @param rest without the {@code //} of docker
 */
public record TransportName(String transport, String rest) {
    private static final List<String> SUPPORTED =
            List.of("docker", "oci", "oci-archive", "docker-archive", "dir", "containers-storage", "docker-daemon");
    private static final List<String> KNOWN = List.of("ostree", "sif", "tarball", "atomic");

    /** True when the text begins with the name of a transport, supported or not. */
    public static boolean isTransport(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            return false;
        }
        String name = text.substring(0, colon);
        if (name.equals("docker")) {
            return text.startsWith("docker://");
        }
        return SUPPORTED.contains(name) || KNOWN.contains(name);
    }

    /**
     * Parses a place.
     *
     * @throws JpodException UNSUPPORTED for transports that exist elsewhere, USAGE for malformed ones
     */
    public static TransportName parse(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || !isTransport(text)) {
            throw JpodException.usage(
                    "Invalid image name \"" + text + "\", expected colon-separated transport:reference");
        }
        String transport = text.substring(0, colon);
        String rest = text.substring(colon + 1);
        if (!SUPPORTED.contains(transport)) {
            throw JpodException.unsupported("transport " + transport + ": is not supported")
                    .withRemedy(
                            "use one of docker://, oci:, oci-archive:, docker-archive:, dir:, containers-storage:, docker-daemon:");
        }
        if (transport.equals("docker")) {
            rest = rest.substring(2);
        }
        if (rest.isEmpty()) {
            throw JpodException.usage("invalid reference \"" + text + "\": nothing follows the transport");
        }
        return new TransportName(transport, rest);
    }

    /** The path of a file or directory; what follows its first colon is {@link #reference}. */
    public String path() {
        int colon = separator();
        return colon < 0 ? rest : rest.substring(0, colon);
    }

    /** Name inside the layout or archive; empty when there is none. */
    public String reference() {
        int colon = separator();
        return colon < 0 ? "" : rest.substring(colon + 1);
    }

    private int separator() {
        return transport.equals("dir") ? -1 : rest.indexOf(':');
    }

    @Override
    public String toString() {
        return transport + ":" + (transport.equals("docker") ? "//" : "") + rest;
    }
}
