package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.format.TabWriter;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Trust;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code image trust show}. */
public final class TrustShowCommand implements Command {
    private static final String OPTIONS = """
            json,j bool Print JSON
            noheading,n bool Do not print the headings of the columns
            raw bool Print the policy file as it is
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Display trust policy for the system", "[options] [REGISTRY]", "image trust show\n");
    }

    @Override
    public int run(Invocation call) {
        Arguments.between(call, 0, 1);
        Trust trust = call.session().trust();
        if (call.options().flag("raw")) {
            call.out().print(raw(trust.policyFile()));
            return 0;
        }
        List<Trust.Entry> entries =
                trust.show(call.arguments().isEmpty() ? "" : call.arguments().get(0));
        if (call.options().flag("json")) {
            List<JsonObject> items = new ArrayList<>();
            for (Trust.Entry entry : entries) {
                items.add(new JsonObject()
                        .put("transport", entry.transport())
                        .putNonEmpty("name", entry.scope())
                        .putNonEmpty("repo_name", entry.name())
                        .putNonEmpty("sigstore", entry.store())
                        .put("type", entry.type())
                        .putNonEmpty("gpg_id", entry.identities()));
            }
            call.out().println(Json.pretty(items, "  "));
            return 0;
        }
        TabWriter table = new TabWriter();
        if (!call.options().flag("noheading")) {
            table.add("TRANSPORT\tNAME\tTYPE\tID\tSTORE\n");
        }
        for (Trust.Entry entry : entries) {
            table.add(String.join(
                    "\t", entry.transport(), entry.name(), entry.type(), entry.identities(), entry.store() + "\n"));
        }
        call.out().print(table.toString());
        return 0;
    }

    private static String raw(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw JpodException.notFound("unable to read policy file: open " + file + ": no such file or directory");
        } catch (IOException e) {
            throw JpodException.host("unable to read policy file " + file, e);
        }
    }
}
