package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code manifest exists}. */
public final class ManifestExistsCommand implements Command {
    @Override
    public OptionTable options() {
        return new OptionTable("");
    }

    @Override
    public Help help() {
        return new Help("Check if a manifest list exists in local storage", "MANIFEST", "manifest exists mylist\n");
    }

    @Override
    public int run(Invocation call) {
        Arguments.exactly(call, 1);
        return call.session().manifests().exists(call.arguments().get(0)) ? 0 : 1;
    }
}
