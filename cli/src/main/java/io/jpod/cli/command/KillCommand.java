package io.jpod.cli.command;

import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.plan.Signals;

/** {@code kill}. */
public final class KillCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Signal all running containers
            cidfile array Read the container's id from a file
            latest,l bool Take the container that was created last
            signal,s string=KILL Signal to send
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Send a signal to one or more containers", "[options] CONTAINER [CONTAINER...]", """
                kill web
                kill -s HUP web
                """);
    }

    @Override
    public int run(Invocation call) {
        int signal = Signals.number(call.options().text("signal"));
        return EachContainer.run(
                call,
                new Selection(call).names(Selection::isRunning),
                false,
                name -> call.containers().kill(name, signal));
    }
}
