package io.jpod.engine;

import io.jpod.engine.container.ContainerConfig;
import io.jpod.engine.container.ContainerState;
import io.jpod.engine.request.CreateRequest;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * Operations on containers. Where a method takes {@code nameOrId} it accepts a name, a full id or an unambiguous beginning of an id;
 * an unknown one is NOT_FOUND with podman's words ({@code no container with name or ID "x" found: no such container}).
 */
public interface Containers {
    /** A container as listings and inspect need it: name, configuration, state, all read at one moment. */
    record Snapshot(String name, ContainerConfig config, ContainerState state) {}

    /**
     * Creates, without starting.
     *
     * @param pull how the image is fetched when it has to be; its policy and platform are those of the request
     * @param progress told about the fetching
     */
    Snapshot create(CreateRequest request, PullOptions pull, Images.Progress progress);

    /** One container, its state compared with what is true. */
    Snapshot get(String nameOrId);

    /** All containers, oldest first; damaged ones are reported through the log and left out. */
    List<Snapshot> list();

    /** Starts, detached; a running container is no error. */
    void start(String nameOrId);

    /**
     * Starts (unless it runs already) with the caller's streams connected, and stays until the container ends or the user detaches.
     *
     * @return the exit code, or empty when the user detached
     */
    OptionalInt startAttached(String nameOrId, AttachOptions options);

    /** Connects to a running container; as {@link #startAttached}. */
    OptionalInt attach(String nameOrId, AttachOptions options);

    /** Sends the stop signal, waits, kills; a container that does not run is no error. Empty uses the container's own timeout. */
    void stop(String nameOrId, OptionalInt timeoutSeconds);

    void restart(String nameOrId, OptionalInt timeoutSeconds);

    void kill(String nameOrId, int signal);

    void pause(String nameOrId);

    void unpause(String nameOrId);

    void rename(String nameOrId, String newName);

    /**
     * Removes a container.
     *
     * @param force also when it runs
     * @param volumes also its anonymous volumes
     * @param timeoutSeconds before it is killed, with {@code force}
     */
    void remove(String nameOrId, boolean force, boolean volumes, OptionalInt timeoutSeconds);

    /**
     * Waits until a container is in one of the states ({@code stopped}, {@code exited}, {@code running}, {@code paused}, …).
     *
     * @param conditions states; empty for {@code stopped} or {@code exited}
     * @param interval how often to look where nothing can be waited on
     * @return the exit code, -1 where there is none
     */
    int waitFor(String nameOrId, List<String> conditions, Duration interval);

    /** Runs one more process; see {@link ExecRequest}. Returns its exit code, or empty when detached. */
    OptionalInt exec(String nameOrId, ExecRequest request, AttachOptions options);

    /** Starts one more process without staying; returns the session's id. */
    String execDetached(String nameOrId, ExecRequest request);

    /** Hands over recorded output until its end, or with follow until the container ends. */
    void logs(String nameOrId, LogRequest request, LogSink sink);

    /** Processes as ps(1) prints them: the first row holds the headings. */
    List<List<String>> top(String nameOrId, List<String> descriptors);

    /** Bytes that a container takes: its own layer, and that and its image together. */
    record Usage(long writable, long total) {}

    /** Measures; reads the whole layer where the storage driver does not know. */
    Usage usage(String nameOrId);

    /** What must be done when a container has ended and no command looks after it; {@code remove} as by {@code --rm}. */
    void cleanup(String nameOrId, boolean remove, boolean removeImage);

    /** Deletes what is left of a process that {@code exec} started; one that still runs is CONFLICT. */
    void cleanupSession(String nameOrId, String session);
}
