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
