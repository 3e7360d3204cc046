package io.jpod.cli.command;

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
import io.jpod.cli.option.Options;
import io.jpod.engine.PullOptions;
import io.jpod.engine.Registries;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code search}. */
public final class SearchCommand implements Command {
    private static final String OPTIONS = """
            authfile string File with the registries' credentials
            cert-dir string Directory of TLS certificates for registries
            compatible bool List stars and marks too, as docker does
            creds string Credentials for the registry (`user:password`)
            filter,f array Only what fits (is-official, is-automated, stars=N)
            format string Go template, or json
            limit int=25 At most so many of each registry
            list-tags bool List the tags of a repository
            no-trunc bool Do not shorten the output
            tls-verify bool=true Require HTTPS with a valid certificate
            """;

    private static final int MAX_LIMIT = 10_000;
    private static final int DESCRIPTION = 44;

    private static final Fields HEADINGS = new Fields() {
        @Override
        public Object field(String name) {
            return name.toUpperCase(Locale.ROOT);
        }

        @Override
        public Object json() {
            return MISSING;
        }
    };

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Search registry for image", "[options] TERM", """
                search --limit 3 alpine
                search --list-tags registry.example.com/app
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.exactly(call, 1);
        Options options = call.options();
        String term = call.arguments().get(0);
        if (term.isEmpty()) {
            throw JpodException.usage("search requires a term");
        }
        long limit = options.number("limit");
        if (limit < 0 || limit > MAX_LIMIT) {
            throw JpodException.usage("limit " + limit + " is outside the range of [1, " + MAX_LIMIT + "]");
        }
        PullOptions places = Transfers.pullOptions(call).build();
        Registries registries = call.session().registries();
        int most = limit == 0 ? MAX_LIMIT : (int) limit;
        if (options.flag("list-tags")) {
            if (!options.list("filter").isEmpty()) {
                throw JpodException.usage("filters are not applicable to list tags result");
            }
            // Without a limit of the user's, all tags are wanted.
            int tags = options.given("limit") ? most : Integer.MAX_VALUE;
            printTags(call, registries.tags(bare(term), tags, places));
            return 0;
        }
        List<String> filters = options.list("filter");
        for (String filter : filters) {
            check(filter);
        }
        List<JsonObject> rows = new ArrayList<>();
        for (Registries.Found found : registries.search(term, most, places)) {
            boolean fits = true;
            for (String filter : filters) {
                fits &= fits(found, filter);
            }
            if (fits) {
                rows.add(row(found, options.flag("no-trunc")));
            }
        }
        printFound(call, rows);
        return 0;
    }

    private static String bare(String term) {
        return term.startsWith("docker://") ? term.substring("docker://".length()) : term;
    }

    private static void check(String filter) {
        int equals = filter.indexOf('=');
        String name = equals < 0 ? filter : filter.substring(0, equals);
        String value = equals < 0 ? "" : filter.substring(equals + 1);
        switch (name) {
            case "stars":
                try {
                    Long.parseLong(value);
                    return;
                } catch (NumberFormatException e) {
                    throw JpodException.usage("incorrect value type for stars filter");
                }
            case "is-official", "is-automated":
                if (equals >= 0 && !value.equals("true") && !value.equals("false")) {
                    throw JpodException.usage("incorrect value type for " + name + " filter");
                }
                return;
            default:
                throw JpodException.usage("invalid filter type \"" + filter + "\"");
        }
    }

    private static boolean fits(Registries.Found found, String filter) {
        boolean wanted = !filter.endsWith("=false");
        if (filter.startsWith("stars=")) {
            return found.stars() >= Long.parseLong(filter.substring("stars=".length()));
        }
        return wanted == (filter.startsWith("is-official") ? found.official() : found.automated());
    }

    private static JsonObject row(Registries.Found found, boolean whole) {
        String description = found.description().replace('\n', ' ');
        if (!whole && description.length() > DESCRIPTION) {
            description = description.substring(0, DESCRIPTION) + "...";
        }
        return new JsonObject()
                .put("Index", found.index())
                .put("Name", found.name())
                .put("Description", description)
                .put("Stars", found.stars())
                .put("Official", found.official() ? "[OK]" : "")
                .put("Automated", found.automated() ? "[OK]" : "")
                .put("Tag", "");
    }

    private static void printFound(Invocation call, List<JsonObject> rows) {
        String format = call.options().text("format");
        if (format.isEmpty()) {
            format = "table {{.Name}}\t{{.Description}}"
                    + (call.options().flag("compatible") ? "\t{{.Stars}}\t{{.Official}}\t{{.Automated}}" : "");
        }
        print(call, rows, rows, format);
    }

    private static void printTags(Invocation call, List<Registries.Tags> repositories) {
        List<JsonObject> rows = new ArrayList<>();
        List<JsonObject> documents = new ArrayList<>();
        for (Registries.Tags found : repositories) {
            for (String tag : found.tags()) {
                rows.add(new JsonObject().put("Name", found.repository()).put("Tag", tag));
            }
            documents.add(new JsonObject().put("Name", found.repository()).put("Tags", found.tags()));
        }
        String format = call.options().text("format");
        print(call, rows, documents, format.isEmpty() ? "table {{.Name}}\t{{.Tag}}" : format);
    }

    private static void print(Invocation call, List<JsonObject> rows, List<JsonObject> documents, String format) {
        if (Template.isJson(format)) {
            call.out().println(Json.pretty(documents, "    "));
            return;
        }
        Template template = Template.parse("search", format);
        TabWriter table = new TabWriter();
        if (template.isTable() && !rows.isEmpty()) {
            table.add(template.headings(HEADINGS));
        }
        for (JsonObject row : rows) {
            String text = template.row(new JsonFields(row));
            if (template.isTable()) {
                table.add(text);
            } else {
                call.out().print(text);
            }
        }
        call.out().print(table + template.end());
    }
}
