package io.jpod.engine.container;

import io.jpod.api.Log;
import java.util.ArrayList;
import java.util.List;

/** Keeps warnings. */
final class RecordingLog implements Log {
    final List<String> warnings = new ArrayList<>();

    @Override
    public void debug(String message) {}

    @Override
    public boolean isDebug() {
        return false;
    }

    @Override
    public void warn(String message) {
        warnings.add(message);
    }

    @Override
    public void error(String message) {
        warnings.add(message);
    }
}
