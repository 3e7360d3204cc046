package io.jpod.cli.plugin;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.plugins.PluginRecord;

/** {@code plugin rm}. */
final class PluginRemoveCommand implements Command {
    private static final String OPTIONS = """
            force,f bool Also when containers use it
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Remove one or more plug-ins",
                "Removes jars from the plug-in folders.",
                "[options] PLUGIN [PLUGIN...]",
                """
                plugin rm storage-reflink
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.atLeast(call, 1);
        Failures failures = new Failures(call);
        for (String name : call.arguments()) {
            try {
                PluginRecord plugin = call.plugins().find(name);
                if (!call.options().flag("force")) {
                    PluginUse.refuse(call, plugin, "remove it");
                }
                call.plugins().remove(plugin);
                call.out().println(name);
            } catch (JpodException e) {
                failures.add(e);
            }
        }
        return failures.exitCode();
    }
}
