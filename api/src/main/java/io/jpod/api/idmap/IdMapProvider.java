package io.jpod.api.idmap;

import io.jpod.api.Provider;
import io.jpod.api.ProviderContext;
import java.util.Optional;

/** Opens a strategy for the id maps of containers; its id is the word after {@code --userns=}. */
public interface IdMapProvider extends Provider {
    IdMap open(ProviderContext context);

    /** The power to make the namespace that the engine itself works in; most strategies do not have it. */
    default Optional<EngineNamespace> engineNamespace(ProviderContext context) {
        return Optional.empty();
    }
}
