package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code tag}. */
public final class TagCommand implements Command {
    @Override
    public OptionTable options() {
        return OptionTable.NONE;
    }

    @Override
    public Help help() {
        return new Help("Add an additional name to a local image", "IMAGE TARGET_NAME [TARGET_NAME...]", """
                tag alpine my-alpine:1
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.atLeast(call, 2);
        call.images()
                .tag(
                        call.arguments().get(0),
                        call.arguments().subList(1, call.arguments().size()));
        return 0;
    }
}
