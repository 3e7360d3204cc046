package io.jpod.api.lock;

import io.jpod.api.JpodException;

/**
 * The name of a lock.
 *
 * @param scope what kind of object it guards; scopes are taken in their order
 * @param name which object: letters, digits, {@code . _ -}
 */
public record LockName(Scope scope, String name) {
    /** Kinds of locked objects, in the order in which they may be taken. */
    public enum Scope {
        STORE,
        IMAGE,
        CONTAINER,
        LAYER,
        VOLUME,
        NETWORK
    }

    public LockName {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean ok = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '_'
                    || c == '-'
                    || c == '.';
            if (!ok) {
                throw JpodException.usage("invalid lock name " + name);
            }
        }
        if (name.isEmpty() || name.charAt(0) == '.') {
            throw JpodException.usage("invalid lock name " + name);
        }
    }
}
