package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.create.CreateParser;
import io.jpod.cli.option.OptionTable;
import io.jpod.cli.option.Options;
import io.jpod.engine.Trust;

/** {@code image sign}. */
public final class SignCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Sign all manifests of an index
            authfile string File with the registries' credentials
            cert-dir string Directory of TLS certificates for registries
            directory,d string Keep the signatures below this directory
            sign-by string Key to sign with
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Sign an image", "[options] IMAGE [IMAGE...]", """
                image sign --sign-by me@example.com docker://registry.example.com/app:1
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.atLeast(call, 1);
        Options options = call.options();
        if (options.text("sign-by").isEmpty()) {
            throw JpodException.usage("please provide an identity");
        }
        String directory = options.text("directory");
        for (String reference : call.arguments()) {
            call.session()
                    .trust()
                    .sign(new Trust.SignRequest(
                            reference,
                            options.text("sign-by"),
                            directory.isEmpty()
                                    ? ""
                                    : call.context()
                                            .directory()
                                            .resolve(directory)
                                            .toString(),
                            options.flag("all"),
                            CreateParser.pullOptions(options).build()));
        }
        return 0;
    }
}
