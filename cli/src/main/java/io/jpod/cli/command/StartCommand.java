package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Containers.Snapshot;
import java.util.List;
import java.util.OptionalInt;

/** {@code start}. */
public final class StartCommand implements Command {
    private static final String OPTIONS = """
            all bool Start all containers, whatever their state
            attach,a bool Connect to the container's output
            detach-keys string Keys that detach: one letter, or ctrl-<key>, separated by commas (default "ctrl-p,ctrl-q")
            filter,f strings Take the containers that fit a condition
            interactive,i bool Keep standard input open
            latest,l bool Take the container that was created last
            sig-proxy bool Pass signals on to the container (default true if attaching, false otherwise)
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Start one or more containers", "[options] CONTAINER [CONTAINER...]", """
                start web
                start -ai box
                """);
    }

    @Override
    public int run(Invocation call) {
        boolean attach = call.options().flag("attach");
        boolean proxy = call.options().given("sig-proxy") ? call.options().flag("sig-proxy") : attach;
        if (attach && call.arguments().size() > 1) {
            throw JpodException.usage("you cannot start and attach multiple containers at once");
        }
        List<String> names = names(call);
        if (proxy && !attach) {
            throw JpodException.usage("you cannot use sig-proxy without --attach: invalid argument");
        }
        return attach && !names.isEmpty() ? attached(call, names.get(0), proxy) : detached(call, names);
    }

    private static List<String> names(Invocation call) {
        boolean all = call.options().flag("all");
        boolean filter = !call.options().list("filter").isEmpty();
        if (call.arguments().isEmpty() && !all && !filter && !call.options().flag("latest")) {
            throw JpodException.usage("start requires at least one argument");
        }
        if (all && call.options().flag("attach")) {
            throw JpodException.usage("you cannot start and attach all containers at once");
        }
        if (all && !call.arguments().isEmpty()) {
            throw JpodException.usage("either start all containers or the container(s) provided in the arguments");
        }
        return new Selection(call).names(container -> true);
    }

    private static int attached(Invocation call, String name, boolean proxy) {
        Snapshot container = call.containers().get(name);
        boolean terminal = container.config().request().process().terminal();
        OptionalInt code = call.containers()
                .startAttached(
                        container.config().id(),
                        Streams.options(call, call.options().flag("interactive"), true, true, terminal, proxy));
        return code.orElse(0);
    }

    private static int detached(Invocation call, List<String> names) {
        Failures failures = new Failures(call);
        for (String name : names) {
            try {
                Snapshot container = call.containers().get(name);
                if (!Selection.isRunning(container)) {
                    call.containers().start(container.config().id());
                    call.out().println(name);
                    call.out().flush();
                }
            } catch (JpodException e) {
                failures.add(e);
            }
        }
        return failures.exitCode();
    }
}
