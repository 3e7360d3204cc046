package io.jpod.api.network;

import java.util.Map;

/**
 * What was set up; the engine keeps it with the container's state.
 *
 * @param plan the addresses
 * @param state the provider's own facts, such as process ids and socket paths
 */
public record NetworkAttachment(NetworkPlan plan, Map<String, String> state) {
    public NetworkAttachment {
        state = Map.copyOf(state);
    }
}
