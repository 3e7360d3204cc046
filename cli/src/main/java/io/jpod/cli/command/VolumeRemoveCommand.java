package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Errors;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Volumes.Volume;
import java.util.ArrayList;
import java.util.List;

/** {@code volume rm}. */
public final class VolumeRemoveCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Remove all volumes
            force,f bool Remove also the containers that use it
            time,t uint=10 Seconds to wait before such a container is killed
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Remove one or more volumes", "[options] VOLUME [VOLUME...]", """
                volume rm data
                """);
    }

    private static final int NOT_FOUND = 1;
    private static final int IN_USE = 2;

    @Override
    public int run(Invocation call) {
        boolean all = call.options().flag("all");
        if (call.arguments().isEmpty() != all) {
            throw JpodException.usage("choose either one or more volumes or all");
        }
        List<String> names = new ArrayList<>(call.arguments());
        if (all) {
            for (Volume volume : call.volumes().list()) {
                names.add(volume.name());
            }
        }
        Failures failures = new Failures(call);
        boolean force = call.options().flag("force");
        for (String name : names) {
            try {
                String whole = VolumeFilter.whole(call, name);
                if (force) {
                    VolumeFilter.removeUsers(call, whole);
                }
                call.volumes().remove(whole, force);
                call.out().println(whole);
                call.out().flush();
            } catch (JpodException e) {
                if (e.code() == ErrorCode.CONFLICT) {
                    failures.add(e, IN_USE);
                } else if (e.code() != ErrorCode.NOT_FOUND) {
                    failures.add(e, Errors.exitCode(e));
                } else if (!force) {
                    failures.add(e, NOT_FOUND);
                }
            }
        }
        return failures.exitCode();
    }
}
