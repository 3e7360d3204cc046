package io.jpod.cli.option;

/** A word that does not fit the option table. The message is podman's. */
public final class OptionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean refused;

    private OptionException(String message, boolean refused) {
        super(message, null, false, false);
        this.refused = refused;
    }

    public OptionException(String message) {
        this(message, false);
    }

    /** An option that podman has and this version does not do. */
    static OptionException refused(OptionSpec option) {
        String reason = option.reason();
        return new OptionException(
                "--" + option.name() + " is not supported by this version of jpod"
                        + (reason.isEmpty() ? "" : ": " + reason),
                true);
    }

    /** True when the option exists, so that pointing to the help is no use. */
    public boolean isRefused() {
        return refused;
    }
}
