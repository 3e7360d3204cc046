package io.jpod.cli.command;

import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code image prune}. */
public final class ImagePruneCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Remove all images that no container uses, not only nameless ones
            build-cache noop/bool Remove also the caches of builds: jpod builds nothing, so there are none
            external noop/bool Remove also images that containers of other programs use: none are kept here, so there are none
            filter array Remove the images that fit a condition
            force,f bool Do not ask
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Remove unused images",
                "Removes nameless images that no container uses, or all that no container uses.",
                "[options]",
                """
                image prune
                image prune -a -f --filter until=24h
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.none(call);
        boolean all = call.options().flag("all");
        Pruning pruning = new Pruning(call, call.options().list("filter"));
        pruning.checkImageFilters();
        if (!call.options().flag("force")) {
            call.out()
                    .println(
                            all
                                    ? "WARNING! This command removes all images without at least one container associated with them."
                                    : "WARNING! This command removes all dangling images.");
            if (!Question.confirmed(call)) {
                return 0;
            }
        }
        Failures failures = new Failures(call);
        for (String id : pruning.images(all, failures)) {
            call.out().println(id);
        }
        return failures.exitCode();
    }
}
