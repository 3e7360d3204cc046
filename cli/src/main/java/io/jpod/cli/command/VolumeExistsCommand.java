package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code volume exists}. */
public final class VolumeExistsCommand implements Command {
    @Override
    public OptionTable options() {
        return OptionTable.NONE;
    }

    @Override
    public Help help() {
        return new Help(
                "Check if volume exists",
                "Exits with 0 when the volume exists and with 1 when it does not.",
                "VOLUME",
                """
                volume exists data
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.exactly(call, 1);
        return call.volumes().exists(call.arguments().get(0)) ? 0 : 1;
    }
}
