package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.create.EncryptionOptions;
import io.jpod.cli.option.OptionTable;
import java.util.List;

/** {@code artifact pull}. */
public final class ArtifactPullCommand implements Command {
    private static final String OPTIONS = """
            authfile string File with the registries' credentials
            cert-dir string Directory of TLS certificates for registries
            creds string Credentials for the registry (`user:password`)
            decryption-key array Key for encrypted files (`FILE[:pass=PASSWORD]`)
            quiet,q bool Do not tell about the progress
            retry uint How often to retry
            retry-delay string Time between retries
            tls-verify bool=true Require HTTPS with a valid certificate
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Pull an OCI artifact", "[options] ARTIFACT", "artifact pull registry.example.com/model:1\n");
    }

    @Override
    public int run(Invocation call) {
        Arguments.exactly(call, 1);
        List<String> keys = new EncryptionOptions(call.options(), call.context().directory()).decryptionKeys();
        call.session()
                .artifacts()
                .pull(
                        call.arguments().get(0),
                        Transfers.pullOptions(call).decryptionKeys(keys).build(),
                        Transfers.progressOnOutput(call));
        return 0;
    }
}
