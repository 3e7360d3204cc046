package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.create.GoDuration;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Store.Finding;
import java.time.Duration;
import java.util.List;

/** {@code system check}. */
public final class SystemCheckCommand implements Command {
    private static final String OPTIONS = """
            force,f bool With --repair: remove also damaged containers, and containers of damaged images
            max,m string Leave layers alone that nothing uses until they are older than this `duration`
            quick,q bool Do not read blobs and layers
            repair,r bool Remove what is damaged
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help(
                "Check storage consistency",
                "Compares images, blobs and layers with their digests, and looks for bytes that belong to nothing."
                        + " Exits with 0 when all is well.",
                "[options]",
                """
                system check
                system check --quick
                system check --repair --force
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.none(call);
        boolean repair = call.options().flag("repair");
        boolean force = call.options().flag("force");
        String max = call.options().text("max");
        Duration spared = max.isEmpty() ? Duration.ZERO : Duration.ofNanos(GoDuration.nanos(max));
        if (spared.isNegative()) {
            throw JpodException.usage("--max must not be negative: " + max);
        }
        List<Finding> findings = call.store().check(!call.options().flag("quick"), spared);
        print(call, findings);
        if (findings.isEmpty()) {
            return 0;
        }
        if (repair) {
            List<Finding> left = call.store().repair(findings, force, spared);
            if (left.isEmpty()) {
                call.out().println("all repaired");
                return 0;
            }
            call.out().println("could not be repaired:");
            print(call, left);
            throw damaged(force ? "" : "run jpod system check --repair --force: it removes containers, too");
        }
        throw damaged("run jpod system check --repair");
    }

    private static JpodException damaged(String remedy) {
        JpodException failure = new JpodException(ErrorCode.EXTERNAL, "damage detected in local storage");
        return remedy.isEmpty() ? failure : failure.withRemedy(remedy);
    }

    private static void print(Invocation call, List<Finding> findings) {
        for (Finding finding : findings) {
            call.out().println(finding.kind() + " " + finding.id() + ": " + finding.problem());
        }
        call.out().flush();
    }
}
