package io.jpod.image.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.JpodException;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialFilesTest {
    @TempDir
    Path temp;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, ProcessResult> helpers = new HashMap<>();

    private final ProcessRunner processes = new ProcessRunner() {
        @Override
        public ProcessResult run(ProcessRequest request) {
            String key =
                    request.argv().get(0) + " " + new String(request.input().orElseThrow(), StandardCharsets.UTF_8);
            return helpers.getOrDefault(key, new ProcessResult(1, "credentials not found in native keychain", ""));
        }

        @Override
        public int spawn(ProcessRequest request) {
            throw new AssertionError("spawned");
        }
    };

    private Optional<String> find(String repository, String authFile) {
        return new CredentialFiles(environment, temp, 1000, processes)
                .find(repository, authFile)
                .map(c -> c.user() + ":" + c.secret());
    }

    private Path write(String name, String json) throws IOException {
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, json.replace('\'', '"'));
    }

    private static String auth(String text) {
        return "{'auth':'" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "'}";
    }

    @Test
    void looksInPodmansOrder() throws IOException {
        write(".docker/config.json", "{'auths':{'r.io':" + auth("docker:1") + "}}");
        assertEquals(Optional.of("docker:1"), find("r.io/a", ""));
        write(".config/containers/auth.json", "{'auths':{'r.io':" + auth("config:1") + "}}");
        assertEquals(Optional.of("config:1"), find("r.io/a", ""));
        environment.put("XDG_RUNTIME_DIR", temp.resolve("run").toString());
        write("run/containers/auth.json", "{'auths':{'r.io':" + auth("runtime:1") + "}}");
        assertEquals(Optional.of("runtime:1"), find("r.io/a", ""));
        environment.put(
                "REGISTRY_AUTH_FILE",
                write("env.json", "{'auths':{'r.io':" + auth("env:1") + "}}").toString());
        assertEquals(Optional.of("env:1"), find("r.io/a", ""));
        String flag =
                write("flag.json", "{'auths':{'r.io':" + auth("flag:1") + "}}").toString();
        assertEquals(Optional.of("flag:1"), find("r.io/a", flag));
        assertEquals(Optional.empty(), find("other.io/a", ""));
    }

    @Test
    void aFileThatIsNamedIsTheOnlyOne() throws IOException {
        write(".docker/config.json", "{'auths':{'r.io':" + auth("docker:1") + "}}");
        String empty = write("empty.json", "{}").toString();
        assertEquals(Optional.empty(), find("r.io/a", empty));
        CredentialFiles files = new CredentialFiles(environment, temp, 1000, processes);
        assertTrue(CredentialStore.of(files, "").find("r.io").isPresent());
        assertEquals(
                Optional.empty(),
                CredentialStore.of(files, temp.resolve("none.json").toString()).find("r.io"));
        environment.put("REGISTRY_AUTH_FILE", empty);
        assertEquals(Optional.empty(), find("r.io/a", ""));
    }

    @Test
    void prefersTheLongerPath() throws IOException {
        String file = write(
                        "a.json",
                        "{'auths':{'r.io':" + auth("a:1") + ",'r.io/ns':" + auth("b:2") + ",'r.io/ns/img':"
                                + auth("c:3:4") + "}}")
                .toString();
        assertEquals(Optional.of("c:3:4"), find("r.io/ns/img", file));
        assertEquals(Optional.of("b:2"), find("r.io/ns/other", file));
        assertEquals(Optional.of("b:2"), find("r.io/ns/imgx", file));
        assertEquals(Optional.of("a:1"), find("r.io/nsx/img", file));
    }

    @Test
    void understandsDockersNameOfTheHub() throws IOException {
        write(".docker/config.json", "{'auths':{'https://index.docker.io/v1/':" + auth("hub:1") + "}}");
        assertEquals(Optional.of("hub:1"), find("docker.io/library/x", ""));
    }

    @Test
    void asksCredentialHelpers() throws IOException {
        write(
                ".docker/config.json",
                "{'credHelpers':{'r.io':'own'},'credsStore':'store','auths':{'r.io':" + auth("no:1") + ",'s.io':{}}}");
        helpers.put("docker-credential-own r.io", new ProcessResult(0, "{\"Username\":\"h\",\"Secret\":\"s\"}", ""));
        helpers.put(
                "docker-credential-store s.io",
                new ProcessResult(0, "{\"Username\":\"<token>\",\"Secret\":\"t\"}", ""));
        assertEquals(Optional.of("h:s"), find("r.io/x", ""));
        assertEquals(Optional.of(":t"), find("s.io/x", ""));
        assertEquals(Optional.empty(), find("unknown.io/x", ""));
        helpers.put("docker-credential-store t.io", new ProcessResult(1, "keyring is locked", ""));
        assertThrows(JpodException.class, () -> find("t.io/x", ""));
    }

    @Test
    void refusesAHelperThatIsAPath() throws IOException {
        write(".docker/config.json", "{'credsStore':'../../bin/sh'}");
        assertThrows(JpodException.class, () -> find("r.io/x", ""));
    }

    @Test
    void neverPrintsASecret() throws IOException {
        String file =
                write("bad.json", "{'auths':{'r.io':{'auth':'c2VjcmV0'}}}").toString();
        JpodException e = assertThrows(JpodException.class, () -> find("r.io/x", file));
        assertFalse(e.getMessage().contains("c2VjcmV0"));
        assertEquals("credentials", Credentials.password("u", "secret").toString());
        assertTrue(Credentials.identityToken("t").isToken());
    }

    @Test
    void reportsAMissingOrDamagedFile() throws IOException {
        assertEquals(
                "checking authfile: stat /nonexistent/a.json: no such file or directory",
                assertThrows(JpodException.class, () -> find("r.io/x", "/nonexistent/a.json"))
                        .getMessage());
        String file = write("damaged.json", "{").toString();
        assertTrue(assertThrows(JpodException.class, () -> find("r.io/x", file))
                .getMessage()
                .startsWith("unmarshaling JSON at "));
    }
}
