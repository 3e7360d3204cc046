package io.jpod.cli.format;

import java.util.Map;

/** Fields that podman's documents leave out when they say nothing, with what templates see then. */
final class OmittedFields {
    private static final Map<String, Object> ZERO = Map.ofEntries(
            // An image's configuration and history.
            Map.entry("User", ""),
            Map.entry("ExposedPorts", Nil.MAP),
            Map.entry("Env", Nil.LIST),
            Map.entry("Entrypoint", Nil.LIST),
            Map.entry("Cmd", Nil.LIST),
            Map.entry("Volumes", Nil.MAP),
            Map.entry("WorkingDir", ""),
            Map.entry("Labels", Nil.MAP),
            Map.entry("StopSignal", ""),
            Map.entry("Shell", Nil.LIST),
            Map.entry("OnBuild", Nil.LIST),
            Map.entry("ArgsEscaped", false),
            Map.entry("Variant", ""),
            Map.entry("HealthCheck", Nil.POINTER),
            Map.entry("Healthcheck", Nil.POINTER),
            Map.entry("CreatedBy", ""),
            Map.entry("Author", ""),
            Map.entry("Comment", ""),
            Map.entry("EmptyLayer", false),
            // A container's.
            Map.entry("ConmonPid", 0L),
            Map.entry("CgroupPath", ""),
            Map.entry("OCIConfigPath", ""),
            Map.entry("SizeRw", Nil.POINTER),
            Map.entry("SizeRootFs", 0L),
            Map.entry("Annotations", Nil.MAP),
            Map.entry("CreateCommand", Nil.LIST),
            Map.entry("Timezone", ""),
            Map.entry("SystemdMode", false),
            Map.entry("Umask", ""),
            Map.entry("Secrets", Nil.LIST),
            Map.entry("Timeout", 0L),
            Map.entry("StopTimeout", 0L),
            Map.entry("Passwd", Nil.POINTER),
            Map.entry("Name", ""),
            Map.entry("Options", Nil.LIST),
            Map.entry("Mode", ""),
            Map.entry("Propagation", ""),
            Map.entry("SubPath", ""),
            Map.entry("Networks", Nil.MAP),
            Map.entry("AdditionalMACAddresses", Nil.LIST),
            Map.entry("SecondaryIPAddresses", Nil.LIST),
            Map.entry("SecondaryIPv6Addresses", Nil.LIST),
            Map.entry("artifactType", ""),
            Map.entry("ArtifactType", ""));

    private OmittedFields() {}

    /** The value of a field that is not in the document; {@link Fields#MISSING} when podman has no such field. */
    static Object zero(String name) {
        return ZERO.getOrDefault(name, Fields.MISSING);
    }
}
