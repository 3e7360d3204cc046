package io.jpod.cli.plugin;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.plugins.PluginRecord;

/** {@code plugin disable}. */
final class PluginDisableCommand implements Command {
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
                "Switch off one or more plug-ins",
                "Keeps the jar and uses it no more, for this user.",
                "[options] PLUGIN [PLUGIN...]",
                """
                plugin disable storage-reflink
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
                    PluginUse.refuse(call, plugin, "disable it");
                }
                call.plugins().disable(plugin);
                call.out().println(name);
            } catch (JpodException e) {
                failures.add(e);
            }
        }
        return failures.exitCode();
    }
}
