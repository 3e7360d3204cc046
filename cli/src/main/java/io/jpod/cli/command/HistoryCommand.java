package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.TabWriter;
import io.jpod.cli.format.Template;
import io.jpod.cli.option.OptionTable;
import io.jpod.cli.option.Options;
import io.jpod.support.json.Json;
import java.util.ArrayList;
import java.util.List;

/** {@code history}. */
public final class HistoryCommand implements Command {
    private static final String OPTIONS = """
            format string Print as JSON or by a template
            human,H bool=true Print sizes and dates for people
            no-trunc bool Do not shorten ids and commands
            quiet,q bool Print ids only
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Show history of a specified image", "[options] IMAGE", """
                history alpine
                history --no-trunc --format "{{.CreatedBy}}" alpine
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.exactly(call, 1);
        Options options = call.options();
        List<HistoryRow> rows =
                HistoryRow.of(call, call.images().get(call.arguments().get(0)));
        String format = options.text("format");
        if (options.given("format") && Template.isJson(format)) {
            List<Object> documents = new ArrayList<>();
            for (HistoryRow row : rows) {
                documents.add(row.json());
            }
            call.out().println(Json.compact(documents));
            return 0;
        }
        if (options.flag("quiet")) {
            for (HistoryRow row : rows) {
                call.out().println(row.id());
            }
            return 0;
        }
        Template template = Template.parse(
                "history",
                options.given("format") ? format : "table {{.ID}} {{.Created}} {{.CreatedBy}} {{.Size}} {{.Comment}}");
        TabWriter table = new TabWriter();
        if (template.isTable()) {
            table.add(template.headings(HistoryRow.HEADINGS));
        }
        for (HistoryRow row : rows) {
            if (template.isTable()) {
                table.add(template.row(row));
            } else {
                call.out().print(template.row(row));
            }
        }
        call.out().print(table + template.end());
        return 0;
    }
}
