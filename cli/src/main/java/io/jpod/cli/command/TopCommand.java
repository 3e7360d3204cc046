package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.TabWriter;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Containers.Snapshot;
import java.util.List;

/** {@code top}. */
public final class TopCommand implements Command {
    private static final String OPTIONS = """
            latest,l bool Take the container that was created last
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public boolean interspersed() {
        return false;
    }

    @Override
    public Help help() {
        return new Help(
                "Display the running processes of a container",
                "[options] CONTAINER [FORMAT-DESCRIPTORS|ARGS...]",
                """
                top web
                top web pid user comm
                """);
    }

    @Override
    public int run(Invocation call) {
        List<String> words = call.arguments();
        boolean latest = call.options().flag("latest");
        if (words.isEmpty() && !latest) {
            throw JpodException.usage("you must provide the name or id of a running container");
        }
        Snapshot container = latest ? Selection.latest(call) : named(call, words.get(0));
        if (!Selection.isRunning(container)) {
            throw JpodException.conflict("top can only be used on running containers");
        }
        List<List<String>> rows =
                call.containers().top(container.config().id(), latest ? words : words.subList(1, words.size()));
        TabWriter table = new TabWriter();
        for (List<String> row : rows) {
            table.add(String.join("\t", row) + "\n");
        }
        call.out().print(table.toString());
        return 0;
    }

    private static Snapshot named(Invocation call, String name) {
        try {
            return call.containers().get(name);
        } catch (JpodException e) {
            throw new JpodException(e.code(), "unable to look up requested container", e);
        }
    }
}
