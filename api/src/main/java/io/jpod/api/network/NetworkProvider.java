package io.jpod.api.network;

import io.jpod.api.Provider;
import io.jpod.api.ProviderContext;

/** Opens a network; its id is the word after {@code --network}. */
public interface NetworkProvider extends Provider {
    Network open(ProviderContext context);
}
