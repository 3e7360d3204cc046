package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.PullOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** {@code artifact push}. */
public final class ArtifactPushCommand implements Command {
    private static final String OPTIONS = """
            authfile string File with the registries' credentials
            cert-dir string Directory of TLS certificates for registries
            creds string Credentials for the registry (`user:password`)
            digestfile string Write the digest of what was pushed to this file
            quiet,q bool Do not tell about the progress
            retry uint How often to retry
            retry-delay string Time between retries
            sign-by string Key of gpg to sign with
            sign-by-sigstore string File of parameters for a sigstore signature (containers-sigstore-signing-params.yaml)
            sign-by-sigstore-private-key string File with a private key for a sigstore signature
            sign-by-sq-fingerprint refused/string Key to sign with
            sign-passphrase-file string File with the key's passphrase
            tls-verify bool=true Require HTTPS with a valid certificate
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Push an OCI artifact", "[options] ARTIFACT [DESTINATION]", """
                artifact push registry.example.com/model:1
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.between(call, 1, 2);
        String destination = call.arguments().size() > 1 ? call.arguments().get(1) : "";
        PullOptions options =
                new Signing(call).into(Transfers.pullOptions(call)).build();
        String digest = call.session()
                .artifacts()
                .push(call.arguments().get(0), destination, options, Transfers.progress(call));
        String file = call.options().text("digestfile");
        if (!file.isEmpty()) {
            try {
                Files.write(call.context().directory().resolve(file), digest.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw JpodException.host("failed to write digest to file \"" + file + "\"", e);
            }
        }
        return 0;
    }
}
