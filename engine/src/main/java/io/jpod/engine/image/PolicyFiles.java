package io.jpod.engine.image;

import io.jpod.engine.EngineContext;
import io.jpod.image.trust.Gpg;
import io.jpod.image.trust.SignatureStores;
import io.jpod.image.trust.TrustPolicy;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the policy: the given file, the user's, the machine's; a host without any accepts everything. */
final class PolicyFiles {
    private final EngineContext context;

    PolicyFiles(EngineContext context) {
        this.context = context;
    }

    /** The file that counts; it may be missing. */
    Path file() {
        Path user = userFile();
        return Files.exists(user) ? user : machineFile();
    }

    Path userFile() {
        return context.host().home().resolve(".config/containers/policy.json");
    }

    static Path machineFile() {
        return Path.of("/etc/containers/policy.json");
    }

    /** @param given a file that must exist; empty for the configured one */
    TrustPolicy policy(String given) {
        Path file = given.isEmpty() ? file() : Path.of(given);
        if (given.isEmpty() && !Files.exists(file)) {
            context.log().debug("no policy.json: every image is accepted");
            return TrustPolicy.open();
        }
        return TrustPolicy.read(file);
    }

    SignatureStores stores() {
        return SignatureStores.read(
                context.host().environment(),
                context.host().home(),
                context.host().rootless());
    }

    Gpg gpg() {
        return new Gpg(context.processes());
    }
}
