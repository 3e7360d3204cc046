package io.jpod.cli.command;

import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code pause} and {@code unpause}. */
public final class PauseCommand implements Command {
    private final boolean pause;

    /**
     * @param pause false to let go on what is paused
     */
    public PauseCommand(boolean pause) {
        this.pause = pause;
    }

    @Override
    public OptionTable options() {
        return new OptionTable(
                "all,a bool " + (pause ? "Pause all running" : "Unpause all paused") + " containers\n" + """
                cidfile array Read the container's id from a file
                filter,f strings Take the containers that fit a condition
                latest,l bool Take the container that was created last
                """);
    }

    @Override
    public Help help() {
        String name = pause ? "pause" : "unpause";
        return new Help(
                (pause ? "Pause all the" : "Unpause the") + " processes in one or more containers",
                "[options] CONTAINER [CONTAINER...]",
                name + " web\n" + name + " --all\n");
    }

    @Override
    public int run(Invocation call) {
        if (pause) {
            return EachContainer.run(
                    call,
                    new Selection(call).names(Selection::isRunning),
                    false,
                    name -> call.containers().pause(name));
        }
        return EachContainer.run(
                call,
                new Selection(call)
                        .names(container -> container.state().status().equals("paused")),
                false,
                name -> call.containers().unpause(name));
    }
}
