package io.jpod.cli.command;

import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code unpause}. */
public final class UnpauseCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Unpause all paused containers
            cidfile array Read the container's id from a file
            filter,f strings Take the containers that fit a condition
            latest,l bool Take the container that was created last
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Unpause the processes in one or more containers", "[options] CONTAINER [CONTAINER...]", """
                unpause web
                """);
    }

    @Override
    public int run(Invocation call) {
        return EachContainer.run(
                call,
                new Selection(call)
                        .names(container -> container.state().status().equals("paused")),
                false,
                name -> call.containers().unpause(name));
    }
}
