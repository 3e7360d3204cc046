package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Arguments;
import io.jpod.cli.Command;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Volumes.Volume;
import java.util.ArrayList;
import java.util.List;

/** {@code volume prune}. */
public final class VolumePruneCommand implements Command {
    private static final String OPTIONS = """
            filter array Remove the volumes that fit a condition
            force,f bool Do not ask
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Remove all unused volumes", "Removes the volumes that no container uses.", "[options]", """
                volume prune -f
                """);
    }

    @Override
    public int run(Invocation call) {
        Arguments.none(call);
        VolumeFilter filter = VolumeFilter.parse(call, call.options().list("filter"));
        List<String> unused = new ArrayList<>();
        List<String> used = VolumeFilter.used(call);
        for (Volume volume : call.volumes().list()) {
            if (!used.contains(volume.name()) && filter.holds(volume)) {
                unused.add(volume.name());
            }
        }
        if (!call.options().flag("force")) {

            call.out()
                    .println("WARNING! This will remove all volumes not used by at least one container."
                            + " The following volumes will be removed:");
            if (unused.isEmpty()) {
                call.out().println("No dangling volumes found");
                return 0;
            }
            for (String name : unused) {
                call.out().println(name);
            }
            if (!Question.confirmed(call)) {
                return 0;
            }
        }
        Failures failures = new Failures(call);
        for (String name : unused) {
            try {
                call.volumes().remove(name, false);
                call.out().println(name);
            } catch (JpodException e) {
                if (e.code() != ErrorCode.CONFLICT && e.code() != ErrorCode.NOT_FOUND) {
                    failures.add(e);
                }
            }
        }
        return failures.exitCode();
    }
}
