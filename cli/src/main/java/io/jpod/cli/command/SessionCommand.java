package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.api.host.HostFacts;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.session.SessionControl;
import io.jpod.support.host.LinuxHostFacts;
import io.jpod.support.namespace.RuntimeDirectory;
import java.nio.file.Path;
import java.util.List;

/** {@code system session}. */
public final class SessionCommand implements Command {
    @Override
    public OptionTable options() {
        return new OptionTable("");
    }

    @Override
    public Help help() {
        return new Help(
                "Show or end the processes that run commands for JPOD_SESSION=1",
                "With JPOD_SESSION=1 in the environment, commands are run by a process that stays for some minutes and is started by the first of them. Nothing is lost when it ends at any moment.",
                "status|stop",
                """
                system session status
                system session stop
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.exactly(call, 1);
        Path root = Path.of("/");
        HostFacts host = new LinuxHostFacts(call.posix(), call.context().environment(), root);
        SessionControl control =
                new SessionControl(call.posix(), new RuntimeDirectory(call.posix(), host, root).open());
        List<String> lines;
        switch (call.arguments().get(0)) {
            case "status":
                lines = control.status();
                break;
            case "stop":
                lines = control.stop();
                break;
            default:
                throw JpodException.usage(
                        "unknown word \"" + call.arguments().get(0) + "\", choose from: status, stop");
        }
        for (String line : lines) {
            call.out().println(line);
        }
        return 0;
    }
}
