package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code container prune}. */
public final class ContainerPruneCommand implements Command {
    private static final String OPTIONS = """
            filter array Remove the containers that fit a condition (label, label!, until)
            force,f bool Do not ask
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Remove all non running containers", "[options]", """
                container prune
                container prune -f --filter until=24h
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.none(call);
        Pruning pruning = new Pruning(call, call.options().list("filter"));
        pruning.checkContainerFilters();
        if (!call.options().flag("force")) {
            call.out().println("WARNING! This will remove all non running containers.");
            if (!Question.confirmed(call)) {
                return 0;
            }
        }
        Failures failures = new Failures(call);
        for (String id : pruning.containers(failures)) {
            call.out().println(id);
        }
        return failures.exitCode();
    }
}
