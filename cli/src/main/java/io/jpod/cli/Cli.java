package io.jpod.cli;

/** The whole command line: one object for one call of {@link #run}. */
public final class Cli {
    private final CliContext context;

    public Cli(CliContext context) {
        this.context = context;
    }

    /**
     * Runs one command line.
     *
     * @param args without the program's name
     * @return the exit code: 125 for failures of the engine and wrong usage, 126 and 127 for commands that cannot be started, else the
     *     container's or the command's own
     */
    public int run(String[] args) {
        throw new UnsupportedOperationException(context.directory() + ": no command yet for " + args.length + " words");
    }
}
