package io.jpod.api;

/** The five kinds of subsystem that can be swapped. */
public enum ProviderKind {
    RUNTIME,
    STORAGE,
    NETWORK,
    IDMAP,
    MONITOR
}
