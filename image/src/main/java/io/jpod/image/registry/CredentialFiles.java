package io.jpod.image.registry;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.process.ProcessRunner;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds credentials where podman and docker keep them (containers-auth.json(5)): the given file or {@code REGISTRY_AUTH_FILE} or
 * the runtime directory's, then the user's configuration, then docker's.
 */
public final class CredentialFiles {
    /** How {@code registries.conf} calls the files. */
    static final String FILES = "containers-auth.json";

    static final String HUB_KEY = "https://index.docker.io/v1/";

    private final Map<String, String> environment;
    private final Path home;
    private final int userId;
    private final ProcessRunner processes;
    private final List<String> helpers;

    /** With the files alone. */
    public CredentialFiles(Map<String, String> environment, Path home, int userId, ProcessRunner processes) {
        this(environment, home, userId, processes, List.of());
    }

    /** @param helpers {@code credential-helpers} of {@code registries.conf}, where {@value #FILES} stands for the files */
    public CredentialFiles(
            Map<String, String> environment, Path home, int userId, ProcessRunner processes, List<String> helpers) {
        this.helpers = List.copyOf(helpers);
        this.environment = environment;
        this.home = home;
        this.userId = userId;
        this.processes = processes;
    }

    /**
     * Credentials for a repository; entries for the longer path win.
     *
     * @param repository registry and path
     * @param authFile a file that must exist, or empty
     * @throws JpodException USAGE for a missing file, EXTERNAL for a damaged one or a failing helper
     */
    public Optional<Credentials> find(String repository, String authFile) {
        for (String helper : helpers) {
            Optional<Credentials> found =
                    helper.equals(FILES) ? inFiles(repository, authFile) : ask(helper, registryOf(repository));
            if (found.isPresent()) {
                return found;
            }
        }
        return helpers.isEmpty() ? inFiles(repository, authFile) : Optional.empty();
    }

    private Optional<Credentials> inFiles(String repository, String authFile) {
        for (Path file : files(authFile)) {
            Optional<JsonObject> content = read(file);
            if (content.isPresent()) {
                Optional<Credentials> found = find(content.get(), repository, file);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private List<Path> files(String authFile) {
        List<Path> files = new ArrayList<>();
        if (!authFile.isEmpty()) {
            if (!Files.exists(Path.of(authFile))) {
                throw JpodException.usage("checking authfile: stat " + authFile + ": no such file or directory");
            }
            return List.of(Path.of(authFile));
        }
        files.add(standardFile());
        if (!variable("REGISTRY_AUTH_FILE").isEmpty()) {
            return files;
        }
        String configHome = variable("XDG_CONFIG_HOME");
        files.add((configHome.isEmpty() ? home.resolve(".config") : Path.of(configHome))
                .resolve("containers")
                .resolve("auth.json"));
        files.add(dockerFile());
        return files;
    }

    /** Where {@code login} writes when no file is named. */
    Path standardFile() {
        if (!variable("REGISTRY_AUTH_FILE").isEmpty()) {
            return Path.of(variable("REGISTRY_AUTH_FILE"));
        }
        return variable("XDG_RUNTIME_DIR").isEmpty()
                ? Path.of("/run/containers", Integer.toString(userId), "auth.json")
                : Path.of(variable("XDG_RUNTIME_DIR"), "containers", "auth.json");
    }

    /** Docker's own. */
    Path dockerFile() {
        String docker = variable("DOCKER_CONFIG");
        return (docker.isEmpty() ? home.resolve(".docker") : Path.of(docker)).resolve("config.json");
    }

    ProcessRunner processes() {
        return processes;
    }

    List<String> helpers() {
        return helpers;
    }

    private String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    static Optional<JsonObject> read(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            return content.length == 0 ? Optional.empty() : Optional.of(Json.parseObject(content));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw JpodException.host("reading auth file " + file, e);
        } catch (JpodException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "unmarshaling JSON at \"" + file + "\"", e);
        }
    }

    private Optional<Credentials> find(JsonObject content, String repository, Path file) {
        String registry = registryOf(repository);
        String helper = content.getObject("credHelpers").getString(registry, "");
        if (helper.isEmpty() && registry.equals("docker.io")) {
            helper = content.getObject("credHelpers").getString("index.docker.io", "");
        }
        if (helper.isEmpty()) {
            Optional<Credentials> entry = entry(content.getObject("auths"), repository, file);
            if (entry.isPresent()) {
                return entry;
            }
            helper = content.getString("credsStore", "");
        }
        if (helper.isEmpty()) {
            return Optional.empty();
        }
        Optional<Credentials> found = ask(helper, registry);
        return found.isEmpty() && registry.equals("docker.io") ? ask(helper, HUB_KEY) : found;
    }

    static String registryOf(String repository) {
        int slash = repository.indexOf('/');
        return slash < 0 ? repository : repository.substring(0, slash);
    }

    private static Optional<Credentials> entry(JsonObject auths, String repository, Path file) {
        for (String key = repository; ; key = key.substring(0, key.lastIndexOf('/'))) {
            for (String name : auths.names()) {
                if (normal(name).equals(key)) {
                    Optional<Credentials> found = decode(auths.getObject(name), name, file);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
            if (key.indexOf('/') < 0) {
                return Optional.empty();
            }
        }
    }

    /** Docker writes {@code https://index.docker.io/v1/} and other addresses as keys. */
    static String normal(String key) {
        if (key.equals(HUB_KEY) || key.equals("index.docker.io") || key.equals("registry-1.docker.io")) {
            return "docker.io";
        }
        String bare = key;
        if (key.startsWith("https://") || key.startsWith("http://")) {
            bare = key.substring(key.indexOf("//") + 2);
            int slash = bare.indexOf('/');
            return slash < 0 ? bare : bare.substring(0, slash);
        }
        return bare;
    }

    private static Optional<Credentials> decode(JsonObject entry, String name, Path file) {
        String token = entry.getString("identitytoken", "");
        if (!token.isEmpty()) {
            return Optional.of(Credentials.identityToken(token));
        }
        String auth = entry.getString("auth", "");
        if (auth.isEmpty()) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getDecoder().decode(auth.trim()), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            if (colon >= 0) {
                return Optional.of(Credentials.password(
                        text.substring(0, colon), text.substring(colon + 1).replace("\0", "")));
            }
        } catch (IllegalArgumentException e) {
            // Reported below, without the secret.
        }
        throw JpodException.external("auth file " + file + ": the entry of " + name + " cannot be decoded");
    }

    private Optional<Credentials> ask(String helper, String server) {
        return new CredentialHelper(helper, processes).get(server);
    }
}
