package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code system reset}. */
public final class SystemResetCommand implements Command {
    private static final String OPTIONS = """
            force,f bool Do not ask
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Reset jpod storage",
                "Removes all containers, images and volumes, and everything else in the data root and the runtime root.",
                "[options]",
                "system reset -f\n");
    }

    @Override
    public int run(Invocation call) {
        Arguments.none(call);
        if (!call.options().flag("force")) {
            call.out()
                    .println("WARNING! This will remove:\n        - all containers\n        - all images\n"
                            + "        - all volumes\n        - the data root: \""
                            + call.session().context().root() + "\"\n        - the runtime root: \""
                            + call.session().context().runRoot() + "\"");
            if (!Question.confirmed(call)) {
                return 0;
            }
        }
        call.store().reset();
        return 0;
    }
}
