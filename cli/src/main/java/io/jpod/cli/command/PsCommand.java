package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.TabWriter;
import io.jpod.cli.format.Template;
import io.jpod.cli.option.OptionException;
import io.jpod.cli.option.OptionTable;
import io.jpod.cli.option.Options;
import io.jpod.engine.Containers.Snapshot;
import io.jpod.support.json.Json;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.PosixException;
import java.util.ArrayList;
import java.util.List;

/** {@code ps}. */
public final class PsCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Show all containers, not only running ones
            external bool Show also containers of other engines: jpod has none
            filter,f strings Show the containers that fit a condition
            format string Print as JSON or by a template
            last,n int=-1 Show the containers that were created last, running or not
            latest,l bool Show the container that was created last
            no-trunc bool Do not shorten ids and commands
            noheading bool Print no headings
            ns,-,namespace bool Show namespaces
            pod,p bool Show pods
            quiet,q bool Print ids only
            size,s bool Show sizes
            sort string=created Sort by `choice`: command, created, id, image, names, runningfor, size, status
            sync bool Compare states with the runtime: jpod always does
            watch,w uint Print again after this many seconds, until it is ended
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("List containers", "[options]", """
                ps -a
                ps --format "{{.Names}} {{.Status}}"
                ps -a --filter status=exited --format json
                """);
    }

    /** Cursor to the upper left, then everything below it erased (ECMA-48). */
    private static final String CLEAR = "\033[H\033[2J";

    private static final String SORTS = "command, created, id, image, names, runningfor, size, status";

    @Override
    public int run(Invocation call) {
        Arguments.none(call);
        Options options = call.options();
        if (!(", " + SORTS + ",").contains(", " + options.text("sort") + ",")) {
            throw new OptionException("invalid argument \"" + options.text("sort") + "\" for \"--sort\" flag: \""
                    + options.text("sort") + "\" is not a valid value.  Choose from: \"" + SORTS + "\"");
        }
        if (options.number("last") > 0 && options.flag("latest")) {
            throw JpodException.usage("last and latest are mutually exclusive");
        }
        if (options.flag("quiet") && (options.flag("size") || options.flag("ns"))) {
            throw JpodException.usage("quiet conflicts with size and namespace");
        }
        long seconds = options.number("watch");
        print(call, rows(call, chosen(call)));
        while (seconds > 0) {
            pause(call, seconds);
            if (call.posix().isTerminal(1)) {
                call.out().print(CLEAR);
            }
            print(call, rows(call, chosen(call)));
        }
        return 0;
    }

    /** A reader that goes away ends the wait: then writing tells. */
    private static void pause(Invocation call, long seconds) {
        call.out().flush();
        int millis = (int) Math.min(seconds * 1000, Integer.MAX_VALUE);
        try {
            call.posix().poll(new int[] {1}, new short[1], new short[1], millis);
        } catch (PosixException e) {
            if (e.errno() != Errno.EINTR) {
                throw JpodException.host("waiting", e);
            }
        }
    }

    private static List<Snapshot> chosen(Invocation call) {
        Options options = call.options();
        ContainerFilter filter = ContainerFilter.parse(call, options.list("filter"));
        int last = options.flag("latest") ? 1 : (int) options.number("last");
        boolean all = options.flag("all") || last > 0 || filter.names("status");
        List<Snapshot> result = new ArrayList<>();
        for (Snapshot container : call.containers().list()) {
            if ((all || Selection.isRunning(container)) && filter.holds(container)) {
                result.add(container);
            }
        }
        return last > 0 && last < result.size() ? result.subList(result.size() - last, result.size()) : result;
    }

    private static List<PsRow> rows(Invocation call, List<Snapshot> containers) {
        List<PsRow> rows = new ArrayList<>(containers.size());
        for (Snapshot container : containers) {
            rows.add(new PsRow(call, container, call.options().flag("size")));
        }
        String sort = call.options().text("sort");
        if (!sort.equals("created")) {
            rows.sort(PsRow.order(sort));
        }
        return rows;
    }

    private static void print(Invocation call, List<PsRow> rows) {
        Options options = call.options();
        String format = options.text("format");
        if (options.given("format") && Template.isJson(format)) {
            List<Object> documents = new ArrayList<>();
            for (PsRow row : rows) {
                documents.add(row.json());
            }
            call.out().println(Json.pretty(documents, "  "));
            return;
        }
        if (!options.given("format") && options.flag("quiet")) {
            for (PsRow row : rows) {
                call.out().println(row.id());
            }
            return;
        }
        Template template = Template.parse("ps", options.given("format") ? format : columns(options));
        if (!template.isTable()) {
            for (PsRow row : rows) {
                call.out().print(template.row(row));
            }
            call.out().print(template.end());
            return;
        }
        TabWriter table = new TabWriter();
        if (!options.flag("noheading")) {
            table.add(template.headings(PsRow.HEADINGS));
        }
        for (PsRow row : rows) {
            table.add(template.row(row));
        }
        call.out().print(table + template.end());
    }

    private static String columns(Options options) {
        if (options.flag("ns")) {
            return "table {{.ID}} {{.Names}} {{.Pid}} {{.CGROUPNS}} {{.IPC}} {{.MNT}} {{.NET}} {{.PIDNS}} {{.USERNS}} {{.UTS}}";
        }
        return "table {{.ID}} {{.Image}} {{.Command}} {{.CreatedHuman}} {{.Status}} {{.Ports}} {{.Names}}"
                + (options.flag("pod") ? " {{.Pod}} {{.PodName}}" : "")
                + (options.flag("size") ? " {{.Size}}" : "");
    }
}
