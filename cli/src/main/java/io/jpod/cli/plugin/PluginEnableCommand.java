package io.jpod.cli.plugin;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code plugin enable}. */
final class PluginEnableCommand implements Command {
    private static final String OPTIONS = """
            timeout refused/int Seconds to wait for the plug-in
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Switch on one or more plug-ins",
                "Uses a plug-in again that was switched off, after it was looked at again.",
                "PLUGIN [PLUGIN...]",
                """
                plugin enable storage-reflink
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.atLeast(call, 1);
        Failures failures = new Failures(call);
        for (String name : call.arguments()) {
            try {
                call.plugins().enable(call.plugins().find(name));
                call.out().println(name);
            } catch (JpodException e) {
                failures.add(e);
            }
        }
        return failures.exitCode();
    }
}
