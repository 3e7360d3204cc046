package io.jpod.support.posix;

import io.jpod.api.Log;

/** Gives tests of other packages the implementation that this machine has. */
public final class TestPosix {
    private TestPosix() {}

    public static Posix load() {
        return PosixLoader.load(new SilentLog());
    }

    /** Drops everything. */
    public static class SilentLog implements Log {
        @Override
        public void debug(String message) {}

        @Override
        public boolean isDebug() {
            return true;
        }

        @Override
        public void warn(String message) {}

        @Override
        public void error(String message) {}
    }
}
