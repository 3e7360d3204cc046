package io.jpod.engine;

import io.jpod.api.idmap.IdMap;
import io.jpod.api.monitor.ContainerMonitor;
import io.jpod.api.network.Network;
import io.jpod.api.runtime.OciRuntime;
import io.jpod.api.storage.StorageDriver;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The providers that were chosen for this engine. Each is probed and opened when it is first asked for and kept until the engine
 * closes; asking for one that is unusable throws HOST with reason and remedy, for one that is unknown USAGE.
 */
public interface Providers {
    /** Id of the storage provider that {@link #storage()} opens. */
    String storageId();

    StorageDriver storage();

    /** The storage driver of another id, for what a data root still has of it; empty when it is not there or unusable. */
    default Optional<StorageDriver> otherStorage(String id) {
        return Optional.empty();
    }

    /** Graph roots of containers/storage whose images are shown and used beside our own: {@code additionalimagestores}. */
    default List<Path> imageStores() {
        return List.of();
    }

    /**
     * An OCI runtime.
     *
     * @param nameOrPath id or executable; empty for the chosen default
     */
    OciRuntime runtime(String nameOrPath);

    /** Id of the runtime that an empty name means. */
    String runtimeId();

    /** The network provider of that id, or empty when no provider has it. */
    Optional<Network> network(String id);

    /** Id of the network provider that is used when the caller names none. */
    String networkId();

    /** The id mapping strategy of that id, or empty when no provider has it. */
    Optional<IdMap> idMap(String id);

    /**
     * The monitor of a container.
     *
     * @param id what the container was made with; empty for the chosen one
     */
    ContainerMonitor monitor(String id);

    /** Id of the monitor that new containers get. */
    String monitorId();

    /** What was found and chosen, for {@code jpod info}. */
    List<Listing> listings();

    /**
     * One provider.
     *
     * @param kind {@code runtime}, {@code storage}, {@code network}, {@code idmap} or {@code monitor}
     * @param state {@code chosen}, {@code usable} or {@code unusable}
     * @param reason why it is unusable, or why it was chosen
     */
    record Listing(String kind, String id, String state, String reason) {}
}
