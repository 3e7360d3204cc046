package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import java.util.List;

/** {@code container cleanup}. */
public final class CleanupCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Clean up all containers
            exec string Delete what is left of this ended `session` of exec
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
        List<String> names = new Selection(call).names(container -> true);
        if (!call.options().text("exec").isEmpty()) {
            return session(call, names);
        }
        return EachContainer.run(
                call,
                names,
                false,
                name -> call.containers()
                        .cleanup(name, call.options().flag("rm"), call.options().flag("rmi")));
    }

    private static int session(Invocation call, List<String> names) {
        if (call.options().flag("rmi")) {
            throw JpodException.usage("exec option conflicts with removing the image");
        }
        if (call.options().flag("all") || names.size() != 1) {
            throw JpodException.usage("exec sessions can only be cleaned up for a single container");
        }
        return EachContainer.run(
                call,
                names,
                false,
                name -> call.containers().cleanupSession(name, call.options().text("exec")));
    }
}
