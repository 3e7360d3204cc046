package io.jpod.engine.container;

import io.jpod.api.monitor.Attachment;

/** Stands for the streams of a container that writes to the caller's own: nothing is carried, only its end is told. */
final class SilentAttachment implements Attachment {
    private final int lifetime;

    /** @param lifetime descriptor that is readable once the container has ended; stays the caller's to close */
    SilentAttachment(int lifetime) {
        this.lifetime = lifetime;
    }

    @Override
    public int descriptor() {
        return lifetime;
    }

    @Override
    public int read(byte[] buffer) {
        return -1;
    }

    @Override
    public boolean lastWasStderr() {
        return false;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        // The container reads the caller's input itself.
    }

    @Override
    public void closeInput() {
        // As above.
    }

    @Override
    public void resize(int rows, int columns) {
        // There is no terminal between the two.
    }

    @Override
    public void close() {
        // The descriptor is not this object's.
    }
}
