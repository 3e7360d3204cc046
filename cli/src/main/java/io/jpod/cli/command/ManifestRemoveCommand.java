package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code manifest remove}. */
public final class ManifestRemoveCommand implements Command {
    @Override
    public OptionTable options() {
        return new OptionTable("");
    }

    @Override
    public Help help() {
        return new Help(
                "Remove an item from a manifest list or image index",
                "LIST DIGEST",
                "manifest remove mylist sha256:...\n");
    }

    @Override
    public int run(Invocation call) {
        Arguments.exactly(call, 2);
        call.out()
                .println(call.session()
                        .manifests()
                        .remove(call.arguments().get(0), call.arguments().get(1)));
        return 0;
    }
}
