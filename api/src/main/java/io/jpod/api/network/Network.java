package io.jpod.api.network;

import java.util.Map;

/** Connects network namespaces. Keeps no state of its own: {@link #detach} works from what {@link #attach} returned. */
public interface Network {
    /**
     * Says which addresses a container will have, without doing anything.
     *
     * @param options what stood after {@code --network NAME:}
     * @throws io.jpod.api.JpodException USAGE for an option that is unknown or malformed
     */
    NetworkPlan plan(Map<String, String> options);

    /**
     * Sets up the namespace and publishes the ports; on failure nothing is left behind.
     *
     * @throws io.jpod.api.JpodException CONFLICT when a port is taken, HOST when a port or device is not allowed
     */
    NetworkAttachment attach(NetworkRequest request);

    /** Ends helpers and frees ports; an attachment that is gone already is no error. */
    void detach(NetworkAttachment attachment);
}
