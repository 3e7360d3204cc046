package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Command;
import io.jpod.cli.Errors;
import io.jpod.cli.Failures;
import io.jpod.cli.Help;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.OptionTable;
import io.jpod.engine.Containers;
import io.jpod.engine.Containers.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

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
        boolean volumes = call.options().flag("volumes");
        OptionalInt timeout = Timeout.of(call);
        Containers containers = call.containers();
        if (call.options().given("time") && !force) {
            throw JpodException.usage("--force option must be specified to use the --time option");
        }
        Failures failures = new Failures(call);
        List<String> names;
        try {
            names = new Selection(call).names(container -> true);
        } catch (JpodException e) {
            failures.add(e, e.code() == ErrorCode.NOT_FOUND ? NOT_FOUND : Errors.exitCode(e));
            return failures.exitCode();
        }
        boolean depend = call.options().flag("depend");
        boolean ordered = depend || names.size() > 1 && areRelated(containers, names);
        if (ordered && (depend || call.options().flag("all"))) {
            names = withDependents(call, names);
        }
        AtOnce.Listener listener = (name, failure) -> {
            if (failure.isEmpty()) {
                call.out().println(name);
                call.out().flush();
            } else if (failure.get().code() != ErrorCode.NOT_FOUND) {
                boolean used = failure.get().code() == ErrorCode.CONFLICT;
                failures.add(failure.get(), used ? IN_USE : Errors.exitCode(failure.get()));
            } else if (!ignore) {
                failures.add(failure.get(), NOT_FOUND);
            }
        };
        EachContainer.Action action = name -> containers.remove(name, force, volumes, timeout);
        if (!ordered) {
            AtOnce.run(names, action, listener);
            return failures.exitCode();
        }
        for (String name : names) {
            AtOnce.run(List.of(name), action, listener);
        }
        return failures.exitCode();
    }

    /** True when one of them uses another container: then the order counts. */
    private static boolean areRelated(Containers containers, List<String> names) {
        for (String name : names) {
            try {
                if (!containers.get(name).config().dependencies().isEmpty()) {
                    return true;
                }
            } catch (JpodException e) {
                // Missing or damaged: its turn tells.
                continue;
            }
        }
        return false;
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
