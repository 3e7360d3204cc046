package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code container exists}. */
public final class ContainerExistsCommand implements Command {
    private static final String OPTIONS = """
            external bool Does nothing more: jpod knows only its own containers
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Check if a container exists in local storage",
                "Exits with 0 when the container exists and with 1 when it does not.",
                "[options] CONTAINER",
                """
                container exists web
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.exactly(call, 1);
        try {
            call.containers().get(call.arguments().get(0));
            return 0;
        } catch (JpodException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return 1;
            }
            throw e;
        }
    }
}
