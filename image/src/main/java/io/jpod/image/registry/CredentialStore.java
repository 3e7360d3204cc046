package io.jpod.image.registry;

import io.jpod.api.JpodException;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Keeps and forgets credentials, in the file or by the helper that is in charge of a registry. */
public final class CredentialStore {
    private final CredentialFiles files;
    private final Path file;
    private final boolean docker;
    /** Named by the user, so that no other file counts. */
    private final boolean named;

    private CredentialStore(CredentialFiles files, Path file, boolean docker, boolean named) {
        this.files = files;
        this.file = file;
        this.docker = docker;
        this.named = named;
    }

    /** @param authFile empty for the standard one */
    public static CredentialStore of(CredentialFiles files, String authFile) {
        boolean named = !authFile.isEmpty();
        return new CredentialStore(files, named ? Path.of(authFile) : files.standardFile(), false, named);
    }

    /** A file in docker's form, whose keys are registries only. */
    public static CredentialStore docker(CredentialFiles files, String file) {
        return new CredentialStore(files, Path.of(file), true, true);
    }

    /** The file that is written; it need not exist. */
    public Path file() {
        return file;
    }

    /** What is known for exactly this key or for what it is below. */
    public Optional<Credentials> find(String key) {
        if (!named) {
            return files.find(key, "");
        }
        return Files.exists(file) ? files.find(key, file.toString()) : Optional.empty();
    }

    /**
     * Keeps credentials.
     *
     * @param key a registry, or a registry and a path below it
     * @return where they are now, for people
     */
    public String set(String key, Credentials credentials) {
        JsonObject content = content();
        Optional<String> helper = helper(content, key);
        if (helper.isPresent()) {
            new CredentialHelper(helper.get(), files.processes()).store(written(key), credentials);
            return "credential helper: " + helper.get();
        }
        JsonObject auths = content.getObject("auths");
        String text = credentials.user() + ":" + credentials.secret();
        auths.put(
                written(key),
                new JsonObject()
                        .put("auth", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        content.put("auths", auths);
        write(content);
        return file.toString();
    }

    /** @return false when there was nothing to forget */
    public boolean remove(String key) {
        if (!Files.exists(file) && files.helpers().isEmpty()) {
            return false;
        }
        JsonObject content = content();
        Optional<String> helper = helper(content, key);
        if (helper.isPresent()) {
            CredentialHelper program = new CredentialHelper(helper.get(), files.processes());
            boolean known = program.get(written(key)).isPresent();
            program.erase(written(key));
            if (known) {
                return true;
            }
        }
        JsonObject auths = content.getObject("auths");
        boolean removed = false;
        for (String name : new ArrayList<>(auths.names())) {
            if (name.equals(key) || CredentialFiles.normal(name).equals(key)) {
                auths.put(name, null);
                removed = true;
            }
        }
        if (removed) {
            content.put("auths", auths);
            write(content);
        }
        return removed;
    }

    /** Forgets everything in the file and in the helpers that it names. */
    public void removeAll() {
        JsonObject content = content();
        List<String> helpers =
                new ArrayList<>(content.getStringMap("credHelpers").values());
        if (!content.getString("credsStore", "").isEmpty()) {
            helpers.add(content.getString("credsStore", ""));
        }
        for (String helper : files.helpers()) {
            if (!helper.equals(CredentialFiles.FILES)) {
                helpers.add(helper);
            }
        }
        for (String helper : helpers) {
            CredentialHelper program = new CredentialHelper(helper, files.processes());
            for (String server : program.servers()) {
                program.erase(server);
            }
        }
        content.put("auths", new JsonObject());
        write(content);
    }

    /** True when docker itself knows credentials that we did not write. */
    public boolean dockerKnows(String key) {
        Path dockerFile = files.dockerFile();
        Optional<JsonObject> content = CredentialFiles.read(dockerFile);
        if (content.isEmpty() || dockerFile.equals(file)) {
            return false;
        }
        for (String name : content.get().getObject("auths").names()) {
            if (CredentialFiles.normal(name).equals(key)) {
                return true;
            }
        }
        return false;
    }

    private JsonObject content() {
        return CredentialFiles.read(file).orElseGet(JsonObject::new);
    }

    private Optional<String> helper(JsonObject content, String key) {
        String registry = CredentialFiles.registryOf(key);
        String helper = content.getObject("credHelpers").getString(registry, "");
        if (helper.isEmpty()) {
            helper = content.getString("credsStore", "");
        }
        if (helper.isEmpty() && !files.helpers().isEmpty()) {
            String first = files.helpers().get(0);
            helper = first.equals(CredentialFiles.FILES) ? "" : first;
        }
        return helper.isEmpty() ? Optional.empty() : Optional.of(helper);
    }

    private String written(String key) {
        if (!docker) {
            return key;
        }
        return key.equals("docker.io") ? CredentialFiles.HUB_KEY : key;
    }

    private void write(JsonObject content) {
        Path directory = file.toAbsolutePath().getParent();
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            Path draft = Files.createTempFile(target.getParent(), ".auth-", ".tmp");
            Files.writeString(draft, Json.pretty(content, "\t"));
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw JpodException.host("writing auth file " + file, e);
        }
    }
}
