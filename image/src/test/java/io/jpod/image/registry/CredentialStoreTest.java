package io.jpod.image.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialStoreTest {
    private static final Credentials JOE = Credentials.password("joe", "secret word");

    @TempDir
    Path temp;

    private final Map<String, String> vault = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();

    /** A helper that keeps secrets in a map. */
    private final ProcessRunner processes = new ProcessRunner() {
        @Override
        public ProcessResult run(ProcessRequest request) {
            String action = request.argv().get(1);
            String input = new String(request.input().orElseThrow(), StandardCharsets.UTF_8);
            calls.add(request.argv().get(0) + " " + action);
            switch (action) {
                case "store":
                    JsonObject entry = Json.parseObject(input);
                    vault.put(entry.getString("ServerURL", ""), input);
                    return new ProcessResult(0, "", "");
                case "erase":
                    vault.remove(input);
                    return new ProcessResult(0, "", "");
                case "list":
                    JsonObject all = new JsonObject();
                    vault.keySet().forEach(key -> all.put(key, "joe"));
                    return new ProcessResult(0, Json.compact(all), "");
                default:
                    return vault.containsKey(input)
                            ? new ProcessResult(0, vault.get(input), "")
                            : new ProcessResult(1, "credentials not found in native keychain", "");
            }
        }

        @Override
        public int spawn(ProcessRequest request) {
            throw new AssertionError("spawned");
        }
    };

    private CredentialFiles files(String... helpers) {
        return new CredentialFiles(
                Map.of("XDG_RUNTIME_DIR", temp.resolve("run").toString()), temp, 1000, processes, List.of(helpers));
    }

    @Test
    void writesAPrivateFileAndKeepsWhatElseIsThere() throws IOException {
        CredentialStore store = CredentialStore.of(files(), "");
        assertEquals(temp.resolve("run/containers/auth.json").toString(), store.set("a.example", JOE));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(store.file())));
        Files.writeString(store.file(), "{\"other\":1,\"auths\":{\"b.example\":{\"auth\":\"Yjpj\"}}}");
        store.set("a.example/team", JOE);
        String text = Files.readString(store.file());
        assertTrue(text.contains("\"other\": 1") && text.contains("Yjpj"), text);
        assertEquals("joe", store.find("a.example/team/box").orElseThrow().user());
        assertTrue(store.find("a.example").isEmpty());
        assertTrue(store.remove("a.example/team"));
        assertFalse(store.remove("a.example/team"));
        assertEquals("b", store.find("b.example").orElseThrow().user());
        store.removeAll();
        assertTrue(store.find("b.example").isEmpty());
    }

    @Test
    void aHelperThatIsInChargeGetsTheSecret() throws IOException {
        Path file = Files.writeString(temp.resolve("auth.json"), "{\"credHelpers\":{\"a.example\":\"vault\"}}");
        CredentialStore store = CredentialStore.of(files(), file.toString());
        assertEquals("credential helper: vault", store.set("a.example", JOE));
        assertEquals(List.of("docker-credential-vault store"), calls);
        assertFalse(Files.readString(file).contains("auths"));
        assertEquals("joe", store.find("a.example").orElseThrow().user());
        assertTrue(store.remove("a.example"));
        assertTrue(vault.isEmpty());
        store.set("c.example", JOE);
        assertTrue(Files.readString(file).contains("c.example"));
    }

    @Test
    void theHelpersOfRegistriesConfComeInTheirOrder() {
        CredentialStore store = CredentialStore.of(files("vault", CredentialFiles.FILES), "");
        store.set("a.example", JOE);
        assertTrue(vault.containsKey("a.example"));
        assertEquals("joe", files("vault").find("a.example/x", "").orElseThrow().user());
        assertTrue(files(CredentialFiles.FILES).find("a.example/x", "").isEmpty());
        store.removeAll();
        assertTrue(vault.isEmpty());
    }

    @Test
    void dockersFileHasDockersKey() throws IOException {
        Path file = temp.resolve("config.json");
        CredentialStore store = CredentialStore.docker(files(), file.toString());
        store.set("docker.io", JOE);
        assertTrue(Files.readString(file).contains("https://index.docker.io/v1/"));
        assertTrue(store.remove("docker.io"));
    }
}
