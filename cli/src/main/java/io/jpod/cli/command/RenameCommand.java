package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code rename}. */
public final class RenameCommand implements Command {
    @Override
    public OptionTable options() {
        return OptionTable.NONE;
    }

    @Override
    public Help help() {
        return new Help("Rename an existing container", "CONTAINER NAME", """
                rename web old-web
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.exactly(call, 2);
        call.containers().rename(call.arguments().get(0), call.arguments().get(1));
        return 0;
    }
}
