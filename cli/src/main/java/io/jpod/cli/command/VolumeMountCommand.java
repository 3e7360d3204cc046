package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code volume mount}. */
public final class VolumeMountCommand implements Command {
    @Override
    public OptionTable options() {
        return OptionTable.NONE;
    }

    @Override
    public Help help() {
        return new Help(
                "Mount volume",
                "Mounts volumes that were made with options for mount(8), and prints the directories of all that are named."
                        + " For users other than root this works in `jpod unshare` only.",
                "VOLUME [VOLUME...]",
                """
                unshare sh -c 'ls $(jpod volume mount data)'
                """);
    }

    @Override
    public int run(Invocation call) {
        Unshared.require(call);
        if (call.arguments().isEmpty()) {
            throw JpodException.usage("requires at least 1 arg(s), only received 0");
        }
        Failures failures = new Failures(call);
        for (String name : call.arguments()) {
            try {
                call.out()
                        .println(call.volumes()
                                .mount(VolumeFilter.whole(call, name))
                                .mountPoint()
                                .toString());
            } catch (JpodException e) {
                failures.add(e);
            }
        }
        return failures.exitCode();
    }
}
