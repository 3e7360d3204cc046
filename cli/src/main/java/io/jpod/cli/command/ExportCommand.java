package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code export}. */
public final class ExportCommand implements Command {
    private static final String OPTIONS = """
            output,o string Write to a `file` (default: standard output)
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Export container's filesystem contents as a tar archive",
                "Writes all files of a container as a tar; what is mounted into it is left out.",
                "[options] CONTAINER",
                """
                export web > web.tar
                export -o web.tar web
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.exactly(call, 1);
        String container = call.arguments().get(0);
        String output = call.options().text("output");
        if (output.isEmpty()) {
            if (call.posix().isTerminal(1)) {
                throw JpodException.usage("refusing to export to terminal. Use -o flag or redirect");
            }
            call.contents().export(container, call.out().stream());
            return 0;
        }
        if (output.indexOf(':') >= 0) {
            throw JpodException.usage("invalid filename (should not contain ':') \"" + output + "\"");
        }
        call.containers().get(container);
        Path file = call.context().directory().resolve(output);
        boolean present = Files.exists(file);
        boolean done = false;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            call.contents().export(container, out);
            done = true;
        } catch (IOException e) {
            throw JpodException.host("creating file \"" + output + "\"", e);
        } finally {
            if (!done && !present) {
                discard(file);
            }
        }
        return 0;
    }

    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The failure that left it is on its way already.
            return;
        }
    }
}
