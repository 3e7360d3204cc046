package io.jpod.api;

import io.jpod.api.host.HostFacts;

/**
 * What all five kinds of provider have in common. Implementations have a public constructor without parameters that does
 * nothing: every command may construct every provider.
 */
public interface Provider {
    /** The word that a user types to choose it, for example {@code crun}: lower case letters, digits and {@code -}. */
    String id();

    /** The {@link ApiLevel#CURRENT} that this provider was compiled against. */
    int apiLevel();

    /**
     * Tells whether the provider can work on this host. Has no side effect, and does not throw for "not here".
     *
     * @return usable, or the reason why not and the remedy
     */
    Availability probe(HostFacts host);
}
