package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.describe.CompletionScripts;
import io.jpod.cli.option.OptionTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code completion}. */
public final class CompletionCommand implements Command {
    private static final String OPTIONS = """
            file,f string Write to this `file` instead of standard output
            no-desc bool Complete without descriptions
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Generate shell completion scripts",
                "Prints the script that makes a shell complete command lines.",
                "[options] {bash|zsh|fish|powershell}",
                """
                completion bash
                completion zsh -f _jpod
                completion fish --no-desc
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.exactly(call, 1);
        String shell = call.arguments().get(0);
        if (!CompletionScripts.SHELLS.contains(shell)) {
            throw JpodException.usage("invalid argument \"" + shell + "\" for \"" + call.path() + "\"")
                    .withRemedy("one of " + String.join(", ", CompletionScripts.SHELLS));
        }
        String script = CompletionScripts.script(shell, !call.options().flag("no-desc"));
        String file = call.options().text("file");
        if (file.isEmpty()) {
            call.out().print(script);
            return 0;
        }
        Path target = call.context().directory().resolve(file);
        try {
            Files.writeString(target, script);
        } catch (IOException e) {
            throw JpodException.host("writing " + target, e);
        }
        return 0;
    }
}
