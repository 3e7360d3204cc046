package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code artifact extract}. */
public final class ArtifactExtractCommand implements Command {
    private static final String OPTIONS = """
            digest string Take only the file with this `digest`
            title string Take only the file with this name
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Extract an OCI artifact to a local path", "[options] ARTIFACT PATH", """
                artifact extract registry.example.com/model:1 /tmp
                artifact extract --title model.bin registry.example.com/model:1 copy.bin
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.exactly(call, 2);
        call.session()
                .artifacts()
                .extract(
                        call.arguments().get(0),
                        call.context().directory().resolve(call.arguments().get(1)),
                        call.options().text("title"),
                        call.options().text("digest"));
        return 0;
    }
}
