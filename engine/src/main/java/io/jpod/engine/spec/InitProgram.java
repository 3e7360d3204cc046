package io.jpod.engine.spec;

import io.jpod.api.JpodException;
import io.jpod.api.host.HostFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The small init of {@code --init}, which reaps orphans and passes signals on. */
public final class InitProgram {
    static final String DESTINATION = "/run/podman-init";

    private static final List<String> PLACES = List.of(
            "/usr/libexec/podman/catatonit",
            "/usr/local/libexec/podman/catatonit",
            "/usr/lib/podman/catatonit",
            "/usr/local/lib/podman/catatonit",
            "/usr/bin/catatonit",
            "/usr/libexec/docker/docker-init",
            "/usr/bin/tini");

    private InitProgram() {}

    /**
     * Finds it.
     *
     * @param requested {@code --init-path}, or what containers.conf says; empty for the usual places
     */
    public static Path find(String requested, HostFacts host) {
        if (!requested.isEmpty()) {
            Path path = Path.of(requested);
            if (!Files.exists(path)) {
                throw JpodException.notFound("container-init binary not found on the host: stat " + requested
                        + ": no such file or directory");
            }
            return path;
        }
        for (String place : PLACES) {
            Path path = Path.of(place);
            if (Files.isExecutable(path)) {
                return path;
            }
        }
        Optional<Path> found = host.findExecutable("catatonit");
        if (found.isEmpty()) {
            found = host.findExecutable("tini");
        }
        return found.orElseThrow(() -> JpodException.notFound(
                        "container-init binary not found on the host: catatonit: no such file or directory")
                .withRemedy("install catatonit or tini, or name one with --init-path"));
    }
}
