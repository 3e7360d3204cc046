package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.JsonFields;
import io.jpod.cli.format.Template;
import io.jpod.cli.format.Yaml;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.info.EngineReport;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;

/** {@code info}. */
public final class InfoCommand implements Command {
    private static final String OPTIONS = """
            format,f string Print as JSON or by a template
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Display system information",
                "Shows the host, the store, and which providers were chosen and why not the others.",
                "[options]",
                """
                info
                info --format json
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.none(call);
        JsonObject report = new EngineReport(call.session().context())
                .describe(
                        call.context().build().version(),
                        call.containers().list(),
                        call.images().list().size());
        report.put("registries", call.session().registries().describe());
        report.put("version", VersionCommand.client(call));
        String format = call.options().text("format");
        if (format.isEmpty()) {
            call.out().print(Yaml.text(report)).println("");
        } else if (Template.isJson(format)) {
            call.out().println(Json.pretty(report, "  "));
        } else {
            call.out().print(Template.parse("info", format).row(new JsonFields(report)));
        }
        return 0;
    }
}
