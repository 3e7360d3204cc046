package io.jpod.cli.plugin;

import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code plugin verify}. */
final class PluginVerifyCommand implements Command {
    private static final int FAILED = 1;

    @Override
    public OptionTable options() {
        return new OptionTable("");
    }

    @Override
    public Help help() {
        return new Help(
                "Run the contract tests of one or more plug-ins",
                "Tests each provider of a plug-in against the contract of its kind, on this host."
                        + " The exit code is 1 when a case failed.",
                "PLUGIN [PLUGIN...]",
                """
                plugin verify storage-reflink
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.atLeast(call, 1);
        Failures failures = new Failures(call);
        boolean good = true;
        for (String name : call.arguments()) {
            try {
                good &= call.plugins().verify(call.plugins().find(name), line -> {
                    call.out().println(line);
                    call.out().flush();
                });
            } catch (JpodException e) {
                failures.add(e);
            }
        }
        return failures.exitCode() == 0 && !good ? FAILED : failures.exitCode();
    }
}
