package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code image exists}. */
public final class ImageExistsCommand implements Command {
    @Override
    public OptionTable options() {
        return OptionTable.NONE;
    }

    @Override
    public Help help() {
        return new Help(
                "Check if an image exists in local storage",
                "Exits with 0 when the image exists and with 1 when it does not.",
                "IMAGE",
                """
                image exists alpine
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.exactly(call, 1);
        return call.images().exists(call.arguments().get(0)) ? 0 : 1;
    }
}
