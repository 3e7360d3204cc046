package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code system migrate}. */
public final class MigrateCommand implements Command {
    private static final String OPTIONS = """
            migrate-db refused/bool Change the format of the state
            new-runtime refused/string Change the runtime of all containers
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Migrate containers",
                "Stops all containers and ends the process that holds the user's namespaces, so that the next command makes them anew with the ids configured then.",
                "[options]",
                """
                system migrate
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.none(call);
        call.context().engines().releaseNamespaces(call.globals());
        return 0;
    }
}
