package io.jpod.cli.command;

import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Containers;
import java.util.List;
import java.util.OptionalInt;

/** {@code stop}. */
public final class StopCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Stop all running containers
            cidfile array Read the container's id from a file
            filter,f strings Take the containers that fit a condition
            ignore,i bool Do not complain about containers that do not exist
            latest,l bool Take the container that was created last
            time,t,timeout uint=10 Seconds to wait before the container is killed
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Stop one or more containers",
                "Sends the container's stop signal, waits, and kills what still runs.",
                "[options] CONTAINER [CONTAINER...]",
                """
                stop web
                stop -t 2 -a
                """);
    }

    @Override
    public int run(Invocation call) {
        List<String> names = new Selection(call).names(Selection::isRunning);
        Containers containers = call.containers();
        OptionalInt timeout = Timeout.of(call);
        return EachContainer.atOnce(call, names, call.options().flag("ignore"), name -> containers.stop(name, timeout));
    }
}
