package io.jpod.engine.container;

import io.jpod.api.lock.LockManager;
import io.jpod.api.lock.LockName;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Locks of one process; waiting for one that is held would be for ever and fails the test. */
final class CountedLocks implements LockManager {
    /** Names of held locks. */
    final Set<String> held = new HashSet<>();

    @Override
    public Lock exclusive(LockName name) {
        String key = name.scope() + "-" + name.name();
        if (!held.add(key)) {
            throw new AssertionError("would wait for ever for " + key);
        }
        return () -> held.remove(key);
    }

    @Override
    public Lock shared(LockName name) {
        return exclusive(name);
    }

    @Override
    public Optional<Lock> tryExclusive(LockName name, Duration patience) {
        return held.contains(name.scope() + "-" + name.name()) ? Optional.empty() : Optional.of(exclusive(name));
    }
}
