package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.create.CreateParser;
import io.jpod.cli.create.CreateTable;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.request.CreateRequest;

/** {@code create}. */
public final class CreateCommand implements Command {
    @Override
    public OptionTable options() {
        return CreateTable.create();
    }

    @Override
    public boolean interspersed() {
        return false;
    }

    @Override
    public Help help() {
        return new Help(
                "Create but do not start a container",
                "Creates a container from an image and prints its id. It can be started at any time with start.",
                "[options] IMAGE [COMMAND [ARG...]]",
                """
                create alpine ls
                create -t -i --name box alpine sh
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.atLeast(call, 1);
        CreateParser parser = new CreateParser(
                call.options(), call.context().directory(), call.context().environment(), false);
        CreateRequest request = parser.parse(call.arguments(), call.commandLine());

        String id = new ContainerCreation(call).create(request, parser).config().id();
        call.out().println(id);
        return 0;
    }
}
