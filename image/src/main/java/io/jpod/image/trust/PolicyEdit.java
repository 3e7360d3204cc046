package io.jpod.image.trust;

import io.jpod.api.JpodException;
import io.jpod.support.file.AtomicFile;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Changes one entry of a policy file; what else is in it stays. */
public final class PolicyEdit {
    private final Path start;
    private final Path target;

    /**
     * @param start the policy to begin with; may be missing
     * @param target the file to write
     */
    public PolicyEdit(Path start, Path target) {
        this.start = start;
        this.target = target;
    }

    /** @throws JpodException USAGE in podman's words */
    public void set(String scope, String type, List<String> keyFiles) {
        List<JsonObject> requirements = requirements(type, keyFiles);
        try {
            JsonObject policy = Files.exists(start) ? Json.parseObject(Files.readAllBytes(start)) : new JsonObject();
            if (scope.equals("default")) {
                policy.put("default", requirements);
            } else {
                if (!policy.has("default")) {
                    throw JpodException.usage("default trust policy must be set");
                }
                JsonObject transports = policy.getObject("transports");
                JsonObject docker = transports.getObject("docker");
                docker.put(scope, requirements);
                transports.put("docker", docker);
                policy.put("transports", transports);
            }
            TrustPolicy.parse(policy);
            Files.createDirectories(target.toAbsolutePath().getParent());
            AtomicFile.writeDurable(target, Json.pretty(policy, "    "));
        } catch (IOException e) {
            throw JpodException.host("writing policy " + target, e);
        }
    }

    private static List<JsonObject> requirements(String type, List<String> keyFiles) {
        String word = switch (type) {
            case "accept" -> "insecureAcceptAnything";
            case "reject", "signedBy", "sigstoreSigned" -> type;
            default ->
                throw JpodException.usage(
                        "invalid choice: " + type + " (choose from 'accept', 'reject', 'signedBy', 'sigstoreSigned')");
        };
        boolean signed = word.equals("signedBy") || word.equals("sigstoreSigned");
        if (!signed && !keyFiles.isEmpty()) {
            throw JpodException.usage(keyFiles.size() + " public keys unexpectedly provided for trust type " + type);
        }
        if (signed && keyFiles.isEmpty()) {
            throw JpodException.usage("at least one public key must be defined for type '" + type + "'");
        }
        List<JsonObject> result = new ArrayList<>();
        if (!signed) {
            result.add(new JsonObject().put("type", word));
        }
        for (String file : keyFiles) {
            if (!Files.exists(Path.of(file))) {
                throw JpodException.notFound("key " + file + ": no such file or directory");
            }
            JsonObject one = new JsonObject().put("type", word);
            if (word.equals("signedBy")) {
                one.put("keyType", "GPGKeys");
            }
            result.add(one.put("keyPath", file));
        }
        return result;
    }
}
