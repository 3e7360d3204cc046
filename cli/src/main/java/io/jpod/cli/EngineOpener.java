package io.jpod.cli;

import io.jpod.plugins.store.PluginStore;
import java.util.List;

/** The launcher's side: opens the engine when a command needs it. */
public interface EngineOpener {
    /**
     * Opens an engine. Called at most once for a command line, and never for those that need none ({@code --help}, {@code unshare}, usage errors).
     *
     * @throws io.jpod.api.JpodException USAGE for an unknown provider, HOST for an unusable one
     */
    EngineSession open(GlobalOptions options);

    /** {@code --trace}: the phases of this command and their times are to be printed at its end. */
    default void showPhases() {}

    /**
     * Much data is about to be moved. A program that was started for little may start itself anew here, with the same words; what was printed
     * on standard error so far is not printed again. Nothing may be waiting in a buffer.
     */
    default void beforeTransfer() {}

    /** The plug-ins of the user, for the {@code plugin} commands. */
    PluginStore plugins(GlobalOptions options);

    /** The words that run this program again with the same global options; the first is its path. */
    List<String> selfCommand(GlobalOptions options);

    /** {@code system migrate}: stops all containers and ends the process that holds the user's namespaces, so that the next command makes them anew. */
    void releaseNamespaces(GlobalOptions options);
}
