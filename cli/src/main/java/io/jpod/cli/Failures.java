package io.jpod.cli;

import io.jpod.api.JpodException;

/** For commands that take several objects: each failure is told when it happens, the others are still done. */
public final class Failures {
    private final Invocation call;
    private int exitCode;

    public Failures(Invocation call) {
        this.call = call;
    }

    /** Tells a failure; the command will exit with 125, 126 or 127. */
    public void add(JpodException failure) {
        add(failure, Errors.exitCode(failure));
    }

    /** Tells a failure that means a certain exit code; the largest wins. */
    public void add(JpodException failure, int code) {
        call.out().flush();
        Errors.report(call.err(), failure);
        exitCode = Math.max(exitCode, code);
    }

    public int exitCode() {
        return exitCode;
    }
}
