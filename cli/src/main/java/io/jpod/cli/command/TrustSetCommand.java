package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import java.util.ArrayList;
import java.util.List;

/** {@code image trust set}. */
public final class TrustSetCommand implements Command {
    private static final String OPTIONS = """
            pubkeysfile,f strings File with public keys that images must be signed with
            type,t string=signedBy What is trusted ("accept"|"reject"|"signedBy"|"sigstoreSigned")
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Set default trust policy or a new trust policy for a registry", "[options] REGISTRY", """
                image trust set -t reject default
                image trust set -f key.gpg registry.example.com/team
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.exactly(call, 1);
        List<String> files = new ArrayList<>();
        for (String file : call.options().list("pubkeysfile")) {
            files.add(call.context().directory().resolve(file).toString());
        }
        call.session().trust().set(call.arguments().get(0), call.options().text("type"), files);
        return 0;
    }
}
