package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.Ids;
import io.jpod.cli.format.TabWriter;
import io.jpod.cli.format.Template;
import io.jpod.cli.option.OptionTable;
import io.jpod.cli.option.Options;
import io.jpod.engine.Containers.Snapshot;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code mount}. */
public final class MountCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Mount all containers
            format string Print the mounted containers as json
            latest,l bool Mount the container that was made last
            no-trunc bool Do not shorten ids
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Mount a working container's root filesystem",
                "Shows the files of containers below a directory; without an argument it lists those that are mounted."
                        + " For users other than root this works in `jpod unshare` only.",
                "[options] [CONTAINER...]",
                """
                unshare sh -c 'ls $(jpod mount web)/etc'
                mount --format json
                """);
    }

    /** A container that is visible on the host. */
    private record Mounted(Snapshot container, Path place) {}

    @Override
    public int run(Invocation call) {
        Unshared.require(call);
        Options options = call.options();
        if (options.flag("latest") && !call.arguments().isEmpty()) {
            throw JpodException.usage("--latest and containers cannot be used together");
        }
        if (options.flag("all") && !call.arguments().isEmpty()) {
            throw JpodException.usage("no arguments are needed with --all");
        }
        String format = options.text("format");
        if (!format.isEmpty() && !Template.isJson(format)) {
            throw JpodException.usage("unknown --format argument: " + format);
        }
        if (!options.flag("all") && !options.flag("latest") && call.arguments().isEmpty()) {
            print(call, mounted(call));
            return 0;
        }
        List<Snapshot> wanted = new ArrayList<>();
        for (String name : options.flag("all") ? ids(call) : names(call)) {
            wanted.add(call.containers().get(name));
        }
        Failures failures = new Failures(call);
        List<Mounted> made = new ArrayList<>();
        for (Snapshot container : wanted) {
            try {
                Path place = call.contents().mountContainer(container.config().id());
                made.add(new Mounted(container, place));
                if (format.isEmpty()) {
                    call.out().println(place.toString());
                }
            } catch (JpodException e) {
                failures.add(e);
            }
        }
        if (!format.isEmpty()) {
            print(call, made);
        }
        return failures.exitCode();
    }

    private static List<String> names(Invocation call) {
        return call.options().flag("latest")
                ? List.of(Selection.latest(call).config().id())
                : call.arguments();
    }

    private static List<String> ids(Invocation call) {
        List<String> ids = new ArrayList<>();
        for (Snapshot container : call.containers().list()) {
            ids.add(container.config().id());
        }
        return ids;
    }

    private static List<Mounted> mounted(Invocation call) {
        List<Mounted> result = new ArrayList<>();
        for (Snapshot container : call.containers().list()) {
            Optional<Path> place =
                    call.contents().mountPointOf(container.config().id());
            if (place.isPresent()) {
                result.add(new Mounted(container, place.get()));
            }
        }
        return result;
    }

    private static void print(Invocation call, List<Mounted> mounted) {
        TabWriter table = new TabWriter();
        List<Object> documents = new ArrayList<>();
        for (Mounted each : mounted) {
            String id = each.container().config().id();
            table.add((call.options().flag("no-trunc") ? id : Ids.brief(id)) + "\t" + each.place() + "\n");
            documents.add(new JsonObject()
                    .put("id", id)
                    .put("Names", List.of(each.container().name()))
                    .put("mountpoint", each.place().toString()));
        }
        if (call.options().text("format").isEmpty()) {
            call.out().print(table.toString());
        } else {
            call.out().println(Json.pretty(documents, " "));
        }
    }
}
