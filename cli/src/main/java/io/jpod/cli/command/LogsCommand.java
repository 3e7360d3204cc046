package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.create.TimePoint;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Containers.Snapshot;
import io.jpod.engine.LogRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code logs}. */
public final class LogsCommand implements Command {
    private static final String OPTIONS = """
            color bool Print each container in a colour of its own
            follow,f bool Go on until the containers end
            latest,l bool Take the container that was created last
            names,n bool Print names instead of ids before the lines of several containers
            since string Show what is younger (`TIMESTAMP` or duration)
            tail int=-1 Show this many of the last lines
            timestamps,t bool Print the time of each line
            until string Show what is older (`TIMESTAMP` or duration)
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Fetch the logs of one or more containers", "[options] CONTAINER [CONTAINER...]", """
                logs web
                logs -f --tail 20 -t web
                logs --since 10m web db
                """);
    }

    @Override
    public int run(Invocation call) {
        if (call.arguments().isEmpty() && !call.options().flag("latest")) {
            throw JpodException.usage("specify at least one container name or ID to log");
        }
        if (!call.arguments().isEmpty() && call.options().flag("latest")) {
            throw JpodException.usage("--latest and containers cannot be used together");
        }
        LogRequest request = new LogRequest(
                call.options().flag("follow"), call.options().number("tail"), time(call, "since"), time(call, "until"));
        List<Snapshot> containers = new ArrayList<>();
        for (String name : call.arguments()) {
            containers.add(call.containers().get(name));
        }
        if (containers.isEmpty()) {
            containers.add(Selection.latest(call));
        }
        List<LogPrinter> printers = new ArrayList<>();
        for (int i = 0; i < containers.size(); i++) {
            printers.add(new LogPrinter(call, containers.get(i), containers.size() > 1, i));
        }
        if (containers.size() > 1 && request.follow()) {
            return LogFollowers.run(call, request, printers);
        }
        for (LogPrinter printer : printers) {
            printer.print(request);
        }
        return 0;
    }

    private static Optional<Instant> time(Invocation call, String name) {
        String text = call.options().text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Instant time = name.equals("until")
                ? TimePoint.parseAhead(text, call.context().clock())
                : TimePoint.parse(text, call.context().clock());
        if (time == null) {
            throw JpodException.usage("parsing --" + name + " \"" + text + "\": unable to interpret time value");
        }
        return Optional.of(time);
    }
}
