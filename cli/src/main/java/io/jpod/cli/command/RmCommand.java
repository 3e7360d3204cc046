package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Errors;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Containers.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** {@code rm}. */
public final class RmCommand implements Command {
    private static final String OPTIONS = """
            all,a bool Remove all containers
            cidfile array Read the container's id from a file
            depend bool Remove also the containers that depend on it
            filter strings Take the containers that fit a condition
            force,f bool Also when it runs, or when it does not exist
            ignore,i bool Do not complain about containers that do not exist
            latest,l bool Take the container that was created last
            time,t,timeout uint=10 Seconds to wait before the container is killed
            volumes,v bool Remove its anonymous volumes
            """;

    @Override
    public OptionTable options() {
        return new OptionTable(OPTIONS);
    }

    @Override
    public Help help() {
        return new Help("Remove one or more containers", "[options] CONTAINER [CONTAINER...]", """
                rm web
                rm -f -v web
                rm -a
                """);
    }

    private static final int NOT_FOUND = 1;
    private static final int IN_USE = 2;

    @Override
    public int run(Invocation call) {
        boolean force = call.options().flag("force");
        boolean ignore = force || call.options().flag("ignore");
        List<String> names = new Selection(call).names(container -> true);
        if (call.options().flag("depend")) {
            names = withDependents(call, names);
        }
        Failures failures = new Failures(call);
        for (String name : names) {
            try {
                call.containers().remove(name, force, call.options().flag("volumes"), Timeout.of(call));
                call.out().println(name);
                call.out().flush();
            } catch (JpodException e) {
                if (e.code() != ErrorCode.NOT_FOUND) {
                    failures.add(e, e.code() == ErrorCode.CONFLICT ? IN_USE : Errors.exitCode(e));
                } else if (!ignore) {
                    failures.add(e, NOT_FOUND);
                }
            }
        }
        return failures.exitCode();
    }

    /** Dependents first, so that each can go when its turn comes. */
    private static List<String> withDependents(Invocation call, List<String> names) {
        List<Snapshot> all = call.containers().list();
        List<String> result = new ArrayList<>();
        for (String name : names) {
            dependentsFirst(call.containers().get(name).config().id(), all, result);
        }
        return result;
    }

    private static void dependentsFirst(String id, List<Snapshot> all, List<String> result) {
        if (result.contains(id)) {
            return;
        }
        for (Snapshot other : all) {
            if (other.config().dependencies().contains(id)) {
                dependentsFirst(other.config().id(), all, result);
            }
        }
        result.add(id);
    }
}
