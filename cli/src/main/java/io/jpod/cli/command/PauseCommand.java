package io.jpod.cli.command;

import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code pause}. */
public final class PauseCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Pause all running containers
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
        return new Help("Pause all the processes in one or more containers", "[options] CONTAINER [CONTAINER...]", """
                pause web
                """);
    }

    @Override
    public int run(Invocation call) {
        return EachContainer.run(
                call,
                new Selection(call).names(Selection::isRunning),
                false,
                name -> call.containers().pause(name));
    }
}
