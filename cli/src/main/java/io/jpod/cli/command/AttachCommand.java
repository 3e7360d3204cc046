package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Containers.Snapshot;
import java.util.OptionalInt;

/** {@code attach}. */
public final class AttachCommand implements Command {
    private static final String OPTIONS = """
            detach-keys string Keys that detach: one letter, or ctrl-<key>, separated by commas (default "ctrl-p,ctrl-q")
            latest,l bool Take the container that was created last
            no-stdin bool Do not connect to standard input
            sig-proxy bool=true Pass signals on to the container
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Attach to a running container", "[options] CONTAINER", """
                attach web
                """);
    }

    @Override
    public int run(Invocation call) {
        if (call.arguments().size() > 1) {
            throw JpodException.usage("`" + call.path() + "` accepts at most one argument");
        }
        String name = Selection.one(call, "\"" + call.path() + "\" requires a name, id, or the \"--latest\" flag");
        Snapshot container = call.containers().get(name);
        if (!Selection.isRunning(container)) {
            throw JpodException.conflict("you can only attach to running containers");
        }
        boolean terminal = container.config().request().process().terminal();
        OptionalInt code = call.containers()
                .attach(
                        container.config().id(),
                        Streams.options(
                                call,
                                !call.options().flag("no-stdin"),
                                true,
                                true,
                                terminal,
                                call.options().flag("sig-proxy")));
        return code.orElse(0);
    }
}
