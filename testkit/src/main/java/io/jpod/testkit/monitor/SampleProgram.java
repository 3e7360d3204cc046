package io.jpod.testkit.monitor;

/** What the container of a test does. */
public enum SampleProgram {
    /** Prints {@code out} and a line feed to standard output, {@code err} and a line feed to standard error, and exits with 7. */
    PRINTS,
    /** Copies standard input to standard output until it ends, and exits with 0. */
    COPIES,
    /** Runs until it is killed. */
    RUNS,
    /** Does not exist: the runtime cannot create it. */
    MISSING
}
