package io.jpod.session;

import java.util.Optional;

/** What a session runs. Called from a thread per caller. */
public interface Commands {
    /**
     * Why a command line has to be run cold; empty when it is run here. Does nothing else.
     *
     * @param typed whether the caller's standard input is a terminal
     */
    Optional<String> refusal(Greeting caller, boolean typed);

    /** Runs it; returns the exit code. Streams need no flushing by the session. */
    int run(Call call);

    /** True when this process is not what new callers expect any more: the distribution was replaced. */
    boolean outdated();

    /** What a status tells of the build, one line. */
    String description();
}
