package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.Fields;
import io.jpod.cli.format.TabWriter;
import io.jpod.cli.format.Template;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Volumes.Volume;
import io.jpod.support.json.Json;
import java.util.ArrayList;
import java.util.List;

/** {@code volume ls}. */
public final class VolumeListCommand implements Command {
    private static final String OPTIONS = """
            filter,f strings Show the volumes that fit a condition
            format string Print as JSON or by a template
            noheading,n bool Print no headings
            quiet,q bool Print names only
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("List volumes", "[options]", """
                volume ls
                volume ls -q --filter label=a=b
                """);
    }

    private static final Fields HEADINGS = new Fields() {
        @Override
        public Object field(String name) {
            return name.equals("Name") ? "VOLUME NAME" : MISSING;
        }

        @Override
        public Object json() {
            return MISSING;
        }
    };

    @Override
    public int run(Invocation call) {
        Arguments.none(call);
        VolumeFilter filter = VolumeFilter.parse(call, call.options().list("filter"));
        List<VolumeRow> rows = new ArrayList<>();
        for (Volume volume : call.volumes().list()) {
            if (filter.holds(volume)) {
                rows.add(new VolumeRow(call, volume));
            }
        }
        print(call, rows);
        return 0;
    }

    private static void print(Invocation call, List<VolumeRow> rows) {
        String format = call.options().text("format");
        if (Template.isJson(format)) {
            List<Object> documents = new ArrayList<>();
            for (VolumeRow row : rows) {
                documents.add(row.json());
            }
            call.out().println(Json.pretty(documents, "  "));
            return;
        }
        if (format.isEmpty() && call.options().flag("quiet")) {
            format = "{{.Name}}";
        }
        Template template = Template.parse("volume ls", format.isEmpty() ? "table {{.Driver}} {{.Name}}" : format);
        TabWriter table = new TabWriter();
        if (template.isTable() && !rows.isEmpty() && !call.options().flag("noheading")) {
            table.add(template.headings(HEADINGS));
        }
        for (VolumeRow row : rows) {
            if (template.isTable()) {
                table.add(template.row(row));
            } else {
                call.out().print(template.row(row));
            }
        }
        call.out().print(table + template.end());
    }
}
