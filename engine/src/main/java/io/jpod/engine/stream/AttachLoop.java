package io.jpod.engine.stream;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.Log;
import io.jpod.api.monitor.Attachment;
import io.jpod.engine.AttachOptions;
import io.jpod.support.posix.Errno;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;

/** Carries bytes, sizes and signals until the process ends or the user detaches. Used once. */
public final class AttachLoop {
    /** Why the loop ended. */
    public enum Outcome {
        /** The process closed its streams. */
        ENDED,
        /** The user typed the detach keys. */
        DETACHED
    }

    /** Passes a signal on. */
    @FunctionalInterface
    public interface SignalTarget {
        void send(int signal);
    }

    private static final int SIGHUP = 1;
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;
    private static final int SIGWINCH = 28;
    /** What a person or a supervisor sends; the others are the kernel's or the virtual machine's own. */
    private static final int[] PROXIED = {SIGHUP, SIGINT, 3, 10, 12, 14, SIGTERM, 18, 20, 21, 22};
    /** Input is sent in packets that the monitor reads whole. */
    private static final int PIECE = 8000;

    private final Posix posix;
    private final Log log;
    private final Attachment attachment;
    private final AttachOptions options;
    private final SignalTarget target;
    private final DetachKeys keys;
    private final byte[] input = new byte[PIECE];
    private final byte[] filtered;
    private final byte[] output = new byte[32 * 1024];
    private int pending;
    private boolean inputOpen;
    private boolean stdoutOpen;
    private boolean stderrOpen;
    private boolean detached;

    public AttachLoop(Posix posix, Log log, Attachment attachment, AttachOptions options, SignalTarget target) {
        this.posix = posix;
        this.log = log;
        this.attachment = attachment;
        this.options = options;
        this.target = target;
        this.keys = new DetachKeys(options.detachKeys());
        this.filtered = new byte[PIECE + options.detachKeys().length];
        this.inputOpen = options.stdin() >= 0;
        this.stdoutOpen = options.stdout() >= 0;
        this.stderrOpen = options.stderr() >= 0;
    }

    /**
     * Runs until the process closes its streams or the user detaches.
     *
     * @param whenReady called once signals are caught and the terminal is raw, before any byte is carried: starts the process
     * @throws JpodException INTERRUPTED when a signal arrived that is not passed on, HOST when the caller's streams fail
     */
    public Outcome run(Runnable whenReady) {
        byte[] settings = null;
        int signals = -1;
        try {
            signals = catchSignals();
            if (options.terminal()) {
                settings = posix.terminalSettings(options.stdin());
                posix.makeRaw(options.stdin());
            }
            whenReady.run();
            if (options.terminal()) {
                resize();
            }
            return carry(signals);
        } catch (PosixException e) {
            throw JpodException.host("connecting the caller's streams", e);
        } finally {
            restore(settings);
            if (signals >= 0) {
                posix.close(signals);
            }
        }
    }

    private int catchSignals() throws PosixException {
        if (options.proxySignals()) {
            int[] all = new int[PROXIED.length + 1];
            System.arraycopy(PROXIED, 0, all, 0, PROXIED.length);
            all[PROXIED.length] = SIGWINCH;
            return posix.signalPipe(all);
        }
        if (options.terminal()) {
            return posix.signalPipe(SIGWINCH, SIGHUP, SIGINT, SIGTERM);
        }
        return -1;
    }

    private void restore(byte[] settings) {
        if (settings == null) {
            return;
        }
        try {
            posix.setTerminalSettings(options.stdin(), settings);
        } catch (PosixException e) {
            log.debug("terminal is gone: " + e.getMessage());
        }
    }

    private Outcome carry(int signals) throws PosixException {
        while (true) {
            boolean wantInput = inputOpen && pending == 0;
            int[] descriptors = {attachment.descriptor(), wantInput ? options.stdin() : -1, signals};
            short attachmentEvents = pending > 0 ? Posix.POLLIN | Posix.POLLOUT : Posix.POLLIN;
            short[] events = {attachmentEvents, Posix.POLLIN, Posix.POLLIN};
            short[] ready = new short[3];
            if (posix.poll(descriptors, events, ready, -1) == 0) {
                continue;
            }
            if (ready[2] != 0) {
                takeSignals(signals);
            }
            if ((ready[0] & ~Posix.POLLOUT) != 0 && !takeOutput()) {
                return Outcome.ENDED;
            }
            if (pending > 0 && (ready[0] & Posix.POLLOUT) != 0) {
                flushInput();
            }
            if (ready[1] != 0 && !detached) {
                takeInput();
            }
            if (detached && pending == 0) {
                return Outcome.DETACHED;
            }
        }
    }

    private boolean takeOutput() {
        int count = attachment.read(output);
        if (count < 0) {
            return false;
        }
        if (attachment.lastWasStderr()) {
            stderrOpen = stderrOpen && deliver(options.stderr(), count);
        } else {
            stdoutOpen = stdoutOpen && deliver(options.stdout(), count);
        }
        return true;
    }

    /** Writes all, or finds that nobody reads any more: the process must not stop for that. */
    private boolean deliver(int descriptor, int count) {
        int done = 0;
        while (done < count) {
            try {
                done += posix.write(descriptor, output, done, count - done);
            } catch (PosixException e) {
                if (e.errno() == Errno.EAGAIN) {
                    awaitWritable(descriptor);
                    continue;
                }
                log.debug("output is not read any more: " + e.getMessage());
                return false;
            }
        }
        return true;
    }

    private void awaitWritable(int descriptor) {
        try {
            posix.poll(new int[] {descriptor}, new short[] {Posix.POLLOUT}, new short[1], -1);
        } catch (PosixException e) {
            throw JpodException.host("waiting for the caller to read", e);
        }
    }

    private void takeInput() throws PosixException {
        int count;
        try {
            count = posix.read(options.stdin(), input, 0, input.length);
        } catch (PosixException e) {
            if (e.errno() == Errno.EAGAIN) {
                return;
            }
            // A terminal that hung up reads as EIO.
            log.debug("input has ended: " + e.getMessage());
            count = 0;
        }
        if (count == 0) {
            inputOpen = false;
            attachment.closeInput();
            return;
        }
        int kept = keys.filter(input, count, filtered);
        detached = kept < 0;
        pending = detached ? ~kept : kept;
    }

    private void flushInput() {
        attachment.write(filtered, 0, pending);
        pending = 0;
    }

    private void takeSignals(int signals) throws PosixException {
        byte[] numbers = new byte[64];
        int count = posix.read(signals, numbers, 0, numbers.length);
        for (int i = 0; i < count; i++) {
            if (numbers[i] == SIGWINCH) {
                if (options.terminal()) {
                    resize();
                }
            } else if (options.proxySignals()) {
                target.send(numbers[i]);
            } else {
                throw new JpodException(ErrorCode.INTERRUPTED, "interrupted by signal " + numbers[i]);
            }
        }
    }

    private void resize() {
        try {
            int[] size = posix.windowSize(options.stdin());
            if (size[0] > 0 && size[1] > 0) {
                attachment.resize(size[0], size[1]);
            }
        } catch (PosixException e) {
            log.debug("window size is unknown: " + e.getMessage());
        }
    }
}
