package io.jpod.api.runtime;

import io.jpod.api.Provider;
import io.jpod.api.ProviderContext;

/** Opens an OCI runtime. The option {@code path} names the executable when the user gave a path. */
public interface RuntimeProvider extends Provider {
    OciRuntime open(ProviderContext context);
}
