package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Artifacts.Addition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code artifact add}. */
public final class ArtifactAddCommand implements Command {
    private static final String OPTIONS = """
            annotation array Say something about the files (`name=value`)
            append,a bool Add to an artifact that is there
            file-type string Media type of the files
            replace bool Put the artifact in the place of one that is there
            type string What kind of artifact it is
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Add an OCI artifact to the local store", "[options] ARTIFACT PATH [PATH...]", """
                artifact add registry.example.com/model:1 model.bin
                artifact add --append registry.example.com/model:1 notes.txt
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.atLeast(call, 2);
        boolean append = call.options().flag("append");
        boolean replace = call.options().flag("replace");
        if (append && replace) {
            throw JpodException.usage("--append and --replace cannot be used together");
        }
        Map<String, String> annotations = new LinkedHashMap<>();
        for (String annotation : call.options().list("annotation")) {
            int equals = annotation.indexOf('=');
            if (equals <= 0) {
                throw JpodException.usage("no value given for annotation \"" + annotation + "\"");
            }
            annotations.put(annotation.substring(0, equals), annotation.substring(equals + 1));
        }
        List<Path> files = new ArrayList<>();
        for (String file : call.arguments().subList(1, call.arguments().size())) {
            files.add(call.context().directory().resolve(file));
        }
        Addition addition = new Addition(
                call.options().text("type"), call.options().text("file-type"), annotations, append, replace);
        call.out()
                .println(call.session()
                        .artifacts()
                        .add(call.arguments().get(0), files, addition)
                        .manifest()
                        .digest()
                        .hex());
        return 0;
    }
}
