package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.create.CreateParser;
import io.jpod.cli.create.EncryptionOptions;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Images.Image;
import io.jpod.engine.Images.Progress;
import io.jpod.engine.PullOptions;
import java.util.List;

/** {@code pull}. */
public final class PullCommand implements Command {
    private static final String OPTIONS = """
            all-tags,a bool Fetch all tags of the repository
            arch string Use `ARCH` instead of this machine's architecture when choosing an image
            authfile string File with the registries' credentials
            cert-dir string Directory of TLS certificates for registries
            creds string Credentials for the registry (`user:password`)
            disable-content-trust noop/bool Does nothing; for docker's sake
            decryption-key array Key for encrypted layers (`FILE[:pass=PASSWORD]`)
            os string Use `OS` instead of linux when choosing an image
            platform string Platform of the image (os/arch[/variant])
            policy string=always When to fetch ("always"|"missing"|"never"|"newer")
            quiet,q bool Do not tell about the progress
            signature-policy hidden/string File with the policy for signatures
            retry uint How often to retry
            retry-delay string Time between retries
            tls-verify bool=true Require HTTPS with a valid certificate
            variant string Use `VARIANT` instead of this machine's when choosing an image
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Pull an image from a registry",
                "Fetches images from registries, archives and directories.",
                "[options] IMAGE [IMAGE...]",
                """
                pull alpine
                pull docker-archive:image.tar
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.atLeast(call, 1);
        String policy = CreateParser.pullPolicy(call.options().text("policy"));
        PullOptions options = Transfers.pullOptions(call)
                .platform(CreateParser.platform(call.options()))
                .policy(policy)
                .decryptionKeys(
                        new EncryptionOptions(call.options(), call.context().directory()).decryptionKeys())
                .allTags(call.options().flag("all-tags"))
                .build();
        Progress progress = Transfers.progress(call);
        Failures failures = new Failures(call);
        for (String reference : call.arguments()) {
            try {
                List<Image> images = policy.equals("always") || options.allTags()
                        ? call.images().pull(reference, options, progress)
                        : List.of(call.images().obtain(reference, options, progress));
                for (Image image : images) {
                    call.out().println(image.config().id());
                }
                call.out().flush();
            } catch (JpodException e) {
                failures.add(e);
            }
        }
        return failures.exitCode();
    }
}
