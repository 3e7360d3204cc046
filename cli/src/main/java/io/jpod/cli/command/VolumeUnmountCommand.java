package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;

/** {@code volume unmount}. */
public final class VolumeUnmountCommand implements Command {
    @Override
    public OptionTable options() {
        return OptionTable.NONE;
    }

    @Override
    public Help help() {
        return new Help(
                "Unmount volume",
                "Takes back what volume mount did, once for each call; containers that use the volume keep it.",
                "VOLUME [VOLUME...]",
                """
                unshare sh -c 'jpod volume unmount data'
                """);
    }

    @Override
    public int run(Invocation call) {
        if (call.arguments().isEmpty()) {
            throw JpodException.usage("requires at least 1 arg(s), only received 0");
        }
        Failures failures = new Failures(call);
        for (String name : call.arguments()) {
            try {
                String whole = VolumeFilter.whole(call, name);
                call.volumes().unmount(whole);
                call.out().println(whole);
            } catch (JpodException e) {
                failures.add(e);
            }
        }
        return failures.exitCode();
    }
}
