package io.jpod.plugins;

import io.jpod.api.Log;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is logged. */
public final class RecordingLog implements Log {
    public final List<String> debug = new ArrayList<>();
    public final List<String> warnings = new ArrayList<>();
    public final List<String> errors = new ArrayList<>();

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
