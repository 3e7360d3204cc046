package io.jpod.image.registry;

import io.jpod.api.JpodException;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A program {@code docker-credential-NAME} that keeps credentials; the protocol is docker's. The one place that knows it. */
final class CredentialHelper {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final String program;
    private final ProcessRunner processes;

    /** @throws JpodException EXTERNAL for a name that is no name of a program */
    CredentialHelper(String name, ProcessRunner processes) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '-' && c != '_' && c != '.') {
                throw JpodException.external("invalid name of a credential helper: " + name);
            }
        }
        this.program = "docker-credential-" + name;
        this.processes = processes;
    }

    /** Empty when the helper has none for the server. */
    Optional<Credentials> get(String server) {
        ProcessResult result = call("get", server);
        if (!result.succeeded()) {
            if (result.stdout().contains("credentials not found")) {
                return Optional.empty();
            }
            throw failed("getting credentials for " + server + " from ", result);
        }
        JsonObject answer = Json.parseObject(result.stdout());
        String user = answer.getString("Username", "");
        String secret = answer.getString("Secret", "");
        if (user.isEmpty() && secret.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                user.equals("<token>") ? Credentials.identityToken(secret) : Credentials.password(user, secret));
    }

    void store(String server, Credentials credentials) {
        JsonObject entry = new JsonObject()
                .put("ServerURL", server)
                .put("Username", credentials.user())
                .put("Secret", credentials.secret());
        ProcessResult result = call("store", Json.compact(entry));
        if (!result.succeeded()) {
            throw failed("storing credentials for " + server + " in ", result);
        }
    }

    void erase(String server) {
        ProcessResult result = call("erase", server);
        if (!result.succeeded() && !result.stdout().contains("credentials not found")) {
            throw failed("removing credentials for " + server + " from ", result);
        }
    }

    /** The servers that it knows. */
    List<String> servers() {
        ProcessResult result = call("list", "");
        return result.succeeded()
                ? new ArrayList<>(Json.parseObject(result.stdout()).names())
                : List.of();
    }

    private ProcessResult call(String action, String input) {
        return processes.run(ProcessRequest.builder(List.of(program, action))
                .input(input.getBytes(StandardCharsets.UTF_8))
                .timeout(TIMEOUT)
                .build());
    }

    private JpodException failed(String what, ProcessResult result) {
        return JpodException.external(what + program + ": it failed with status " + result.exitCode());
    }
}
