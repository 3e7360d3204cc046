package io.jpod.image.registry;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a registry may be talked to.
 *
 * @param insecure http and untrusted certificates are allowed
 * @param certDirs where {@code *.crt}, {@code *.cert} and {@code *.key} are looked for
 * @param environment for proxies
 */
public record RegistryAccess(
        boolean insecure, List<Path> certDirs, Optional<Credentials> credentials, Map<String, String> environment) {
    /** The directories for a registry when the user named none; the later ones are the machine's. */
    public static List<Path> certDirs(String registry, Path home, boolean rootless) {
        Path machine = Path.of("/etc/containers/certs.d", registry);
        Path docker = Path.of("/etc/docker/certs.d", registry);
        Path user = home.resolve(".config/containers/certs.d").resolve(registry);
        return rootless ? List.of(user, machine, docker) : List.of(machine, docker);
    }
}
