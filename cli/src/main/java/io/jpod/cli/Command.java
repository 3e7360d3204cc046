package io.jpod.cli;

import io.jpod.cli.option.OptionTable;

/** One command. Implementations have no state; they are made for the command line that names them. */
public interface Command {
    /** Options of this command; the global ones are known everywhere. */
    OptionTable options();

    /** False when the first argument ends the options, because what follows belongs to another program. */
    default boolean interspersed() {
        return true;
    }

    /** For {@code --help}. */
    Help help();

    /**
     * Does it.
     *
     * @return the exit code
     * @throws io.jpod.api.JpodException when it failed as a whole; the caller prints it and returns its exit code
     */
    int run(Invocation call);
}
