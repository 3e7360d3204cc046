package io.jpod.cli.command;

import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code container cleanup}. */
public final class CleanupCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Clean up all containers
            exec refused/string Clean up a session of exec
            latest,l bool Take the container that was created last
            rm bool Remove the container afterwards
            rmi bool Remove its image afterwards
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Clean up network and mountpoints of one or more containers",
                "Undoes mounts and network of containers that have ended. jpod calls it itself.",
                "[options] CONTAINER [CONTAINER...]",
                """
                container cleanup web
                """);
    }

    @Override
    public int run(Invocation call) {
        return EachContainer.run(
                call,
                new Selection(call).names(container -> true),
                false,
                name -> call.containers()
                        .cleanup(name, call.options().flag("rm"), call.options().flag("rmi")));
    }
}
