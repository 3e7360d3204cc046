package io.jpod.api.runtime;

import io.jpod.api.ContainerId;
import io.jpod.api.JpodException;
import java.nio.file.Path;
import java.util.List;

/** Command lines of one OCI runtime and the meaning of its answers. Thread-safe; has no side effect. */
public interface OciRuntime {
    /** The program's absolute path. */
    Path executable();

    /** Arguments between the program and each subcommand, such as {@code --root DIR}; the monitor passes them on. */
    List<String> globalArguments();

    /** Arguments that follow {@code create}, besides bundle, pid file and id, which the monitor adds. */
    List<String> createArguments();

    /** Runs the created process. */
    List<String> start(ContainerId id);

    /**
     * Sends a signal.
     *
     * @param all true for every process of the container, false for its first one
     */
    List<String> kill(ContainerId id, int signal, boolean all);

    /**
     * Removes what the runtime keeps of a container.
     *
     * @param force true kills a process that still runs; a container that is unknown is no error then
     */
    List<String> delete(ContainerId id, boolean force);

    /** Freezes (true) or thaws (false) all processes; needs a cgroup. */
    List<String> pause(ContainerId id, boolean freeze);

    /**
     * Changes limits.
     *
     * @param resources a file with the {@code linux.resources} object of the OCI configuration
     */
    List<String> update(ContainerId id, Path resources);

    /**
     * Interprets what the runtime printed when an operation failed.
     *
     * @param operation {@code create}, {@code start}, {@code exec}, …
     * @param message its standard error or the monitor's report of it
     * @return COMMAND_NOT_FOUND or COMMAND_NOT_INVOKABLE when the container's command is at fault, NOT_FOUND when the
     *     runtime does not know the container, else EXTERNAL; the message is in podman's words
     */
    JpodException failure(String operation, ContainerId id, String message);
}
