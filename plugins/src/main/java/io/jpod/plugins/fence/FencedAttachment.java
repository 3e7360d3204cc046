package io.jpod.plugins.fence;

import io.jpod.api.monitor.Attachment;

/** A connection to the streams of a container. */
final class FencedAttachment implements Attachment {
    private final Attachment target;
    private final Gate gate;

    FencedAttachment(Attachment target, Gate gate) {
        this.target = target;
        this.gate = gate;
    }

    @Override
    public int descriptor() {
        Gate.Visit visit = gate.enter(target, null);
        try {
            return target.descriptor();
        } catch (Throwable thrown) {
            throw gate.failure("descriptor", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public int read(byte[] bytes) {
        Gate.Visit visit = gate.enter(target, null);
        try {
            return target.read(bytes);
        } catch (Throwable thrown) {
            throw gate.failure("read", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public boolean lastWasStderr() {
        Gate.Visit visit = gate.enter(target, null);
        try {
            return target.lastWasStderr();
        } catch (Throwable thrown) {
            throw gate.failure("lastWasStderr", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public void write(byte[] bytes, int number, int number2) {
        Gate.Visit visit = gate.enter(target, null);
        try {
            target.write(bytes, number, number2);
        } catch (Throwable thrown) {
            throw gate.failure("write", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public void closeInput() {
        Gate.Visit visit = gate.enter(target, null);
        try {
            target.closeInput();
        } catch (Throwable thrown) {
            throw gate.failure("closeInput", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public void resize(int number, int number2) {
        Gate.Visit visit = gate.enter(target, null);
        try {
            target.resize(number, number2);
        } catch (Throwable thrown) {
            throw gate.failure("resize", thrown);
        } finally {
            gate.leave(visit);
        }
    }

    @Override
    public void close() {
        Gate.Visit visit = gate.enter(target, null);
        try {
            target.close();
        } catch (Throwable thrown) {
            throw gate.failure("close", thrown);
        } finally {
            gate.leave(visit);
        }
    }
}
