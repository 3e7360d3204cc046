package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Failures;
import io.jpod.cli.Invocation;
import java.util.List;

/** Does one thing to several containers and prints the name of each that it was done to. */
final class EachContainer {
    /** The thing. */
    interface Action {
        void on(String nameOrId);
    }

    private EachContainer() {}

    /**
     * Several at a time.
     *
     * @param ignoreMissing whether a container that does not exist is no failure
     * @return the exit code
     */
    static int atOnce(Invocation call, List<String> names, boolean ignoreMissing, Action action) {
        Failures failures = new Failures(call);
        AtOnce.run(names, action, (name, failure) -> {
            if (failure.isEmpty()) {
                call.out().println(name);
                call.out().flush();
            } else if (!ignoreMissing || failure.get().code() != ErrorCode.NOT_FOUND) {
                failures.add(failure.get());
            }
        });
        return failures.exitCode();
    }

    /**
     * One after the other.
     *
     * @param ignoreMissing whether a container that does not exist is no failure
     * @return the exit code
     */
    static int run(Invocation call, List<String> names, boolean ignoreMissing, Action action) {
        Failures failures = new Failures(call);
        for (String name : names) {
            try {
                action.on(name);
                call.out().println(name);
                call.out().flush();
            } catch (JpodException e) {
                if (!ignoreMissing || e.code() != ErrorCode.NOT_FOUND) {
                    failures.add(e);
                }
            }
        }
        return failures.exitCode();
    }
}
