package io.jpod.image.manifest;

/** Media types of OCI and Docker. */
public final class MediaTypes {
    public static final String OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String OCI_CONFIG = "application/vnd.oci.image.config.v1+json";
    public static final String OCI_LAYER = "application/vnd.oci.image.layer.v1.tar";
    public static final String DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    public static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";
    public static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar";

    private static final String OCI_FOREIGN_LAYER = "application/vnd.oci.image.layer.nondistributable.v1.tar";
    private static final String DOCKER_FOREIGN_LAYER = "application/vnd.docker.image.rootfs.foreign.diff.tar";
    private static final String ENCRYPTED = "+encrypted";

    private MediaTypes() {}

    static boolean isSchema1(String type) {
        return type.startsWith("application/vnd.docker.distribution.manifest.v1+");
    }

    /** True for a manifest or an index of the docker family. */
    public static boolean isDocker(String type) {
        return type.startsWith("application/vnd.docker.");
    }

    /** True for layers that a registry may not have: they come from elsewhere, and are not sent. */
    public static boolean isForeign(String type) {
        return type.startsWith(OCI_FOREIGN_LAYER) || type.startsWith(DOCKER_FOREIGN_LAYER);
    }

    /** The media type of a layer. */
    static String layer(boolean docker, boolean foreign, String compression) {
        String plain =
                docker ? (foreign ? DOCKER_FOREIGN_LAYER : DOCKER_LAYER) : (foreign ? OCI_FOREIGN_LAYER : OCI_LAYER);
        return compression.isEmpty() ? plain : plain + (docker ? "." : "+") + compression;
    }

    /** {@code gzip}, {@code zstd} or empty for a plain tar; null for what is not a layer of a container image. */
    public static String layerCompression(String type) {
        for (String plain : new String[] {OCI_LAYER, OCI_FOREIGN_LAYER, DOCKER_LAYER, DOCKER_FOREIGN_LAYER}) {
            if (type.equals(plain)) {
                return "";
            }
            if (type.equals(plain + "+gzip") || type.equals(plain + ".gzip")) {
                return "gzip";
            }
            if (type.equals(plain + "+zstd") || type.equals(plain + ".zstd")) {
                return "zstd";
            }
        }
        return null;
    }

    /** True for a layer that only its recipients can read. */
    public static boolean isEncrypted(String type) {
        return type.endsWith(ENCRYPTED);
    }

    /** The media type of a plain layer after its encryption. */
    public static String encrypted(String type) {
        return type + ENCRYPTED;
    }

    /** The media type of an encrypted layer after its decryption; itself when it is none. */
    public static String decrypted(String type) {
        return isEncrypted(type) ? type.substring(0, type.length() - ENCRYPTED.length()) : type;
    }
}
