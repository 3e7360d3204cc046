package io.jpod.api.process;

/** Starts programs. Children inherit the engine's environment unless the request says otherwise, and no open file. */
public interface ProcessRunner {
    /**
     * Runs a program to its end and collects what it printed.
     *
     * @throws io.jpod.api.JpodException HOST when it cannot be started, INTERRUPTED when {@link ProcessRequest#timeout()}
     *     passed (the child is killed)
     */
    ProcessResult run(ProcessRequest request);

    /**
     * Starts a program that outlives the engine, in a session of its own.
     *
     * @return its process id
     * @throws io.jpod.api.JpodException HOST when it cannot be started
     */
    int spawn(ProcessRequest request);
}
