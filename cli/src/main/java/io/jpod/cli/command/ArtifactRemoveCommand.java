package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Artifacts.Artifact;
import java.util.ArrayList;
import java.util.List;

/** {@code artifact rm}. */
public final class ArtifactRemoveCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Remove all artifacts
            ignore,i bool Do not complain about artifacts that do not exist
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Remove one or more OCI artifacts", "[options] ARTIFACT [ARTIFACT...]", """
                artifact rm registry.example.com/model:1
                artifact rm -a
                """);
    }

    @Override
    public int run(Invocation call) {
        boolean all = call.options().flag("all");
        if (all && !call.arguments().isEmpty()) {
            throw JpodException.usage("when using the --all switch, you may not pass any artifact names or digests");
        }
        if (!all && call.arguments().isEmpty()) {
            throw JpodException.usage("a single argument is required");
        }
        List<String> names = new ArrayList<>(call.arguments());
        if (all) {
            for (Artifact artifact : call.session().artifacts().list()) {
                names.add(artifact.name());
            }
        }
        Failures failures = new Failures(call);
        for (String name : names) {
            try {
                call.out().println(call.session().artifacts().remove(name));
            } catch (JpodException e) {
                if (e.code() != ErrorCode.NOT_FOUND || !call.options().flag("ignore")) {
                    failures.add(e);
                }
            }
        }
        return failures.exitCode();
    }
}
