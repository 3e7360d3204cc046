package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.Fields;
import io.jpod.cli.format.JsonFields;
import io.jpod.cli.format.Template;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Artifacts.Artifact;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;

/** {@code artifact inspect}. */
public final class ArtifactInspectCommand implements Command {
    @Override
    public OptionTable options() {
        return new OptionTable("format,f string Print as JSON or by a template\n");
    }

    @Override
    public Help help() {
        return new Help(
                "Inspect an OCI artifact", "[options] ARTIFACT", "artifact inspect registry.example.com/model:1\n");
    }

    @Override
    public int run(Invocation call) {
        Arguments.exactly(call, 1);
        Artifact artifact = call.session().artifacts().get(call.arguments().get(0));
        JsonObject document = new JsonObject()
                .put("Manifest", artifact.manifest().document())
                .put("Name", artifact.name())
                .put("Digest", artifact.manifest().digest().toString());
        String format = call.options().text("format");
        if (format.isEmpty() || Template.isJson(format)) {
            call.out().println(Json.pretty(document, "     "));
        } else {
            call.out().print(Template.parse("inspect", format).row(fields(artifact, document)));
        }
        return 0;
    }

    /** The document's members, and what podman computes of them. */
    private static Fields fields(Artifact artifact, JsonObject document) {
        JsonFields members = new JsonFields(document);
        return new Fields() {
            @Override
            public Object field(String name) {
                switch (name) {
                    case "TotalSizeBytes":
                        return artifact.size();
                    case "Artifact":
                        return document;
                    default:
                        return members.field(name);
                }
            }

            @Override
            public Object json() {
                return document;
            }
        };
    }
}
