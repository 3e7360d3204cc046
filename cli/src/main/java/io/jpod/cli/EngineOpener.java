package io.jpod.cli;

/** The launcher's side: opens the engine when a command needs it. */
public interface EngineOpener {
    /**
     * Opens an engine. Called at most once for a command line, and never for those that need none ({@code --help}, {@code unshare}, usage errors).
     *
     * @throws io.jpod.api.JpodException USAGE for an unknown provider, HOST for an unusable one
     */
    EngineSession open(GlobalOptions options);

    /** {@code system migrate}: stops all containers and ends the process that holds the user's namespaces, so that the next command makes them anew. */
    void releaseNamespaces(GlobalOptions options);
}
