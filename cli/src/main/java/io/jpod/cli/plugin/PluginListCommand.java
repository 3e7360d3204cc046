package io.jpod.cli.plugin;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.Fields;
import io.jpod.cli.format.JsonFields;
import io.jpod.cli.format.TabWriter;
import io.jpod.cli.format.Template;
import io.jpod.cli.option.OptionTable;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code plugin ls}. */
final class PluginListCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Show the built-in providers too
            filter,f strings Show those that fit a condition: capability, enabled, id, kind, name, state
            format string Print as JSON or by a template
            no-trunc bool Do not shorten texts
            noheading,n bool Print no headings
            quiet,q bool Print names only
            """;

    private static final String TABLE =
            "table {{.Name}} {{.Kind}} {{.ID}} {{.Version}} {{.ApiLevel}} {{.State}} {{.Source}} {{.Reason}}";
    private static final int LONGEST = 60;
    /** The filters, and what each can be; empty for anything. */
    private static final Map<String, List<String>> VALUES = Map.of(
            "name", List.of(),
            "id", List.of(),
            "kind", List.of("runtime", "storage", "network", "idmap", "monitor"),
            "capability", List.of(),
            "state", List.of("enabled", "disabled", "broken", "built-in"),
            "enabled", List.of("true", "false"));

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "List plug-ins",
                "Shows one line for each provider of each jar in the plug-in folders, the unusable ones too.",
                "[options]",
                """
                plugin ls
                plugin ls --filter kind=network --format '{{.ID}} {{.State}}'
                """);
    }

    private static final Map<String, String> HEADINGS = Map.of(
            "Name", "NAME",
            "Kind", "KIND",
            "ID", "ID",
            "Version", "VERSION",
            "ApiLevel", "API",
            "State", "STATE",
            "Source", "SOURCE",
            "Reason", "REASON",
            "Enabled", "ENABLED",
            "Description", "DESCRIPTION");

    private static final Fields HEADING_FIELDS = new Fields() {
        @Override
        public Object field(String name) {
            String heading = HEADINGS.get(name);
            return heading == null ? MISSING : heading;
        }

        @Override
        public Object json() {
            return MISSING;
        }
    };

    @Override
    public int run(Invocation call) {
        Arguments.none(call);
        check(call.options().list("filter"));
        List<JsonObject> rows = new ArrayList<>();
        for (JsonObject row : call.plugins().list(call.options().flag("all"))) {
            if (fits(row, call.options().list("filter"))) {
                rows.add(row);
            }
        }
        if (call.options().flag("quiet")) {
            printNames(call, rows);
        } else {
            print(call, rows);
        }
        return 0;
    }

    private static void printNames(Invocation call, List<JsonObject> rows) {
        String last = "";
        for (JsonObject row : rows) {
            String name = row.getString("Name", "");
            if (!name.equals(last)) {
                call.out().println(name);
            }
            last = name;
        }
    }

    /** Before anything is looked at, so that a mistake is told also where there is no plug-in. */
    private static void check(List<String> filters) {
        for (String filter : filters) {
            int equals = filter.indexOf('=');
            if (equals < 0) {
                throw JpodException.usage("invalid filter \"" + filter + "\"");
            }
            String name = filter.substring(0, equals);
            List<String> values = VALUES.get(name);
            if (values == null) {
                throw JpodException.usage("invalid filter '" + name + "'");
            }
            String value = filter.substring(equals + 1);
            if (!values.isEmpty() && !values.contains(value)) {
                throw JpodException.usage("invalid value \"" + value + "\" of the filter " + name)
                        .withRemedy("it is one of " + String.join(", ", values));
            }
        }
    }

    private static boolean fits(JsonObject row, List<String> filters) {
        for (String filter : filters) {
            int equals = filter.indexOf('=');
            String value = filter.substring(equals + 1);
            boolean fits = switch (filter.substring(0, equals)) {
                case "name" -> row.getString("Name", "").contains(value);
                case "id" -> row.getString("ID", "").equals(value);
                case "kind", "capability" -> row.getString("Kind", "").equals(value);
                case "state" -> row.getString("State", "").equals(value);
                default -> Boolean.toString(row.getBoolean("Enabled", false)).equals(value);
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static void print(Invocation call, List<JsonObject> rows) {
        String format = call.options().text("format");
        if (Template.isJson(format)) {
            call.out().println(Json.pretty(rows, "  "));
            return;
        }
        boolean whole = call.options().flag("no-trunc") || !format.isEmpty();
        Template template = Template.parse("plugin ls", format.isEmpty() ? TABLE : format);
        TabWriter table = new TabWriter();
        if (template.isTable() && !call.options().flag("noheading")) {
            table.add(template.headings(HEADING_FIELDS));
        }
        for (JsonObject row : rows) {
            if (!whole && row.getString("Reason", "").length() > LONGEST) {
                row.put("Reason", row.getString("Reason", "").substring(0, LONGEST - 1) + "…");
            }
            if (template.isTable()) {
                table.add(template.row(new JsonFields(row)));
            } else {
                call.out().print(template.row(new JsonFields(row)));
            }
        }
        call.out().print(table + template.end());
    }
}
