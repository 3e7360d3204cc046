package io.jpod.api;

/**
 * Where the engine and its providers write what is not a result. A message never holds a credential or a whole environment.
 * Thread-safe.
 */
public interface Log {
    /** One line per decision and per child process; shown with {@code --log-level debug}. */
    void debug(String message);

    /** True when {@link #debug} is shown: ask before building an expensive message. */
    boolean isDebug();

    /** Something that the user did not ask for and should know; shown by default. */
    void warn(String message);

    /** Something failed that does not stop the command; shown by default. */
    void error(String message);
}
