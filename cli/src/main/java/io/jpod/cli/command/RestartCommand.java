package io.jpod.cli.command;

import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Containers.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** {@code restart}. */
public final class RestartCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Restart all containers, running or not
            cidfile array Read the container's id from a file
            filter,f strings Take the containers that fit a condition
            latest,l bool Take the container that was created last
            running bool Restart only those that run
            time,t,timeout uint=10 Seconds to wait before the container is killed
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Restart one or more containers", "[options] CONTAINER [CONTAINER...]", """
                restart web
                restart --running -a
                """);
    }

    @Override
    public int run(Invocation call) {
        boolean running = call.options().flag("running");
        List<String> names =
                running && call.arguments().isEmpty() && !call.options().flag("latest")
                        ? allRunning(call)
                        : new Selection(call).names(container -> !running || Selection.isRunning(container));
        return EachContainer.run(call, names, false, name -> call.containers().restart(name, Timeout.of(call)));
    }

    private static List<String> allRunning(Invocation call) {
        List<String> ids = new ArrayList<>();
        for (Snapshot container : call.containers().list()) {
            if (Selection.isRunning(container)) {
                ids.add(container.config().id());
            }
        }
        return ids;
    }
}
