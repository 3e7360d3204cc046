package io.jpod.session;

/** The caller has ended. An error, since nothing is to be taken back then: a killed process takes nothing back either. */
final class CallerGone extends Error {
    private static final long serialVersionUID = 1L;

    CallerGone() {
        super("the caller has ended", null, false, false);
    }
}
