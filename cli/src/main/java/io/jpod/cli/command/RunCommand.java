package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Errors;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.create.CreateParser;
import io.jpod.cli.create.CreateTable;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.AttachOptions;
import io.jpod.engine.request.CreateRequest;
import io.jpod.engine.request.ProcessOptions;
import java.util.OptionalInt;

/** {@code run}. */
public final class RunCommand implements Command {
    @Override
    public OptionTable options() {
        return CreateTable.run();
    }

    @Override
    public boolean interspersed() {
        return false;
    }

    @Override
    public Help help() {
        return new Help(
                "Run a command in a new container",
                "Creates a container from an image, starts it, and stays until its command ends.",
                "[options] IMAGE [COMMAND [ARG...]]",
                """
                run --rm alpine ls -l /etc
                run -d -p 8080:80 --name web nginx
                run -it --rm -v .:/work -w /work debian bash
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.atLeast(call, 1);
        CreateParser parser = new CreateParser(
                call.options(), call.context().directory(), call.context().environment(), true);
        CreateRequest request = parser.parse(call.arguments(), call.commandLine());
        PreservedDescriptors.check(request.process().preserveFds());
        Streams.warnWithoutTerminal(
                call, request.process().terminal(), request.process().interactive());
        AttachOptions streams = call.options().flag("detach") ? null : streams(call, request.process());
        String id = new ContainerCreation(call).create(request, parser).config().id();
        try {
            if (streams == null) {
                call.containers().start(id);
                call.out().println(id);
                return 0;
            }
            OptionalInt code = call.containers().startAttached(id, streams);
            return code.orElse(0);
        } catch (RuntimeException e) {
            if (request.lifecycle().remove()) {
                removeAfterFailure(call, id, e);
            }
            call.out().flush();
            Errors.report(call.err(), e);
            return Errors.startExitCode(e);
        }
    }

    private static AttachOptions streams(Invocation call, ProcessOptions process) {
        return Streams.options(
                call,
                process.attachStdin(),
                process.attachStdout(),
                process.attachStderr(),
                process.terminal(),
                call.options().flag("sig-proxy"));
    }

    private static void removeAfterFailure(Invocation call, String id, RuntimeException failure) {
        try {
            call.containers().remove(id, true, true, OptionalInt.of(0));
        } catch (JpodException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                failure.addSuppressed(e);
            }
        }
    }
}
