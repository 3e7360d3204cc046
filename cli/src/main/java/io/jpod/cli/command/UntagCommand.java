package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code untag}. */
public final class UntagCommand implements Command {
    @Override
    public OptionTable options() {
        return OptionTable.NONE;
    }

    @Override
    public Help help() {
        return new Help(
                "Remove a name from a local image",
                "Takes the names away from the image, all of them when none is given.",
                "IMAGE [NAME...]",
                """
                untag my-alpine:1
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.atLeast(call, 1);
        call.images()
                .untag(
                        call.arguments().get(0),
                        call.arguments().subList(1, call.arguments().size()));
        return 0;
    }
}
