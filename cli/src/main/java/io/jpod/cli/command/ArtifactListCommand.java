package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.Fields;
import io.jpod.cli.format.Ids;
import io.jpod.cli.format.JsonFields;
import io.jpod.cli.format.Sizes;
import io.jpod.cli.format.TabWriter;
import io.jpod.cli.format.Template;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Artifacts.Artifact;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** {@code artifact ls}. */
public final class ArtifactListCommand implements Command {
    private static final String OPTIONS = """
            format string Print as JSON or by a template
            no-trunc bool Do not shorten digests
            noheading,n bool Print no headings
            """;

    /** Headings are the fields' names in capitals. */
    private static final Fields HEADINGS = new Fields() {
        @Override
        public Object field(String name) {
            return MISSING;
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
        return new Help("List OCI artifacts", "[options]", "artifact ls\n");
    }

    @Override
    public int run(Invocation call) {
        Arguments.none(call);
        String format = call.options().text("format");
        boolean whole = call.options().flag("no-trunc");
        List<JsonObject> rows = new ArrayList<>();
        for (Artifact artifact : call.session().artifacts().list()) {
            int at = artifact.name().indexOf('@');
            int end = at < 0 ? artifact.name().lastIndexOf(':') : at;
            String digest = artifact.manifest().digest().hex();
            rows.add(new JsonObject()
                    .put("Digest", whole ? digest : Ids.brief(digest))
                    .put("Repository", artifact.name().substring(0, end))
                    .put("Size", Sizes.digits(artifact.size()))
                    .put("Tag", at < 0 ? artifact.name().substring(end + 1) : ""));
        }
        if (format.strip().equals("json")) {
            call.out().println(Json.pretty(rows, "    "));
            return 0;
        }
        Template template = Template.parse(
                "ls", call.options().given("format") ? format : "table {{.Repository}} {{.Tag}} {{.Digest}} {{.Size}}");
        TabWriter table = new TabWriter();
        if (template.isTable() && !call.options().flag("noheading")) {
            table.add(template.headings(HEADINGS));
        }
        for (JsonObject row : rows) {
            if (template.isTable()) {
                table.add(template.row(new JsonFields(row)));
            } else {
                call.out().print(template.row(new JsonFields(row)));
            }
        }
        call.out().print(table + template.end());
        return 0;
    }
}
