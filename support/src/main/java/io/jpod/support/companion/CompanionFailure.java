package io.jpod.support.companion;

/** A companion did not become ready; the message is what it printed. */
public final class CompanionFailure extends Exception {
    private static final long serialVersionUID = 1L;

    CompanionFailure(String output) {
        super(output);
    }

    /** The output between double quotes, as Go's {@code %q} has it. */
    public String quoted() {
        return "\"" + getMessage().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
