package io.jpod.cli.plugin;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.JsonFields;
import io.jpod.cli.format.Template;
import io.jpod.cli.option.OptionTable;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** {@code plugin inspect}. */
final class PluginInspectCommand implements Command {
    private static final String OPTIONS = """
            format,f string=json Print as JSON or by a template
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Display detailed information on one or more plug-ins",
                "Shows a plug-in's file, its checksum, its providers, and whether they can work on this host.",
                "[options] PLUGIN [PLUGIN...]",
                """
                plugin inspect storage-reflink
                plugin inspect --format '{{.Sha256}}' network/fixed
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.atLeast(call, 1);
        Failures failures = new Failures(call);
        List<JsonObject> documents = new ArrayList<>();
        for (String name : call.arguments()) {
            try {
                documents.add(call.plugins().inspect(name));
            } catch (JpodException e) {
                failures.add(e);
            }
        }
        String format = call.options().text("format");
        if (format.isEmpty() || Template.isJson(format)) {
            call.out().println(Json.pretty(documents, "     "));
        } else {
            Template template = Template.parse("plugin inspect", format);
            for (JsonObject document : documents) {
                call.out().print(template.row(new JsonFields(document)));
            }
        }
        return failures.exitCode();
    }
}
