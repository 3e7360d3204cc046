package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code load}. */
public final class LoadCommand implements Command {
    private static final String OPTIONS = """
            input,i string File or directory to read (default: standard input)
            quiet,q bool Do not tell about the progress
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Load image(s) from a tar archive", "[options]", """
                load -i image.tar
                load < image.tar
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.none(call);
        String input = call.options().text("input");
        if (!input.isEmpty()) {
            if (!Files.exists(call.context().directory().resolve(input))) {
                throw JpodException.notFound("stat " + input + ": no such file or directory");
            }
            // As it was typed: a layout is named after that.
            load(call, Path.of(input));
        } else if (call.posix().isTerminal(0)) {
            throw JpodException.usage("cannot read from terminal, use command-line redirection or the --input flag");
        } else {
            Transfers.withStdin(call, file -> load(call, file));
        }
        return 0;
    }

    private static void load(Invocation call, Path file) {
        for (String name : call.images().load(file, Transfers.progress(call))) {
            call.out().println("Loaded image: " + name);
        }
    }
}
