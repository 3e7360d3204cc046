package io.jpod.plugins;

import io.jpod.api.Log;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is logged. Thread-safe. */
public final class RecordingLog implements Log {
    public final List<String> debug = new CopyOnWriteArrayList<>();
    public final List<String> warnings = new CopyOnWriteArrayList<>();
    public final List<String> errors = new CopyOnWriteArrayList<>();

    @Override
    public void debug(String message) {
        debug.add(message);
    }

    @Override
    public boolean isDebug() {
        return true;
    }

    @Override
    public void warn(String message) {
        warnings.add(message);
    }

    @Override
    public void error(String message) {
        errors.add(message);
    }
}
