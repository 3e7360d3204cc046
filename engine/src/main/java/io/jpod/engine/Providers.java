package io.jpod.engine;

import io.jpod.api.idmap.IdMap;
import io.jpod.api.monitor.ContainerMonitor;
import io.jpod.api.network.Network;
import io.jpod.api.runtime.OciRuntime;
import io.jpod.api.storage.StorageDriver;
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

    ContainerMonitor monitor();

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
