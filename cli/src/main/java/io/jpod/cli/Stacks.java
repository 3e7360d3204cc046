package io.jpod.cli;

/** Stack traces, for {@code --log-level debug}. */
final class Stacks {
    private Stacks() {}

    static String text(Throwable failure) {
        StringBuilder out = new StringBuilder();
        Throwable at = failure;
        while (at != null) {
            out.append(at == failure ? "" : "Caused by: ").append(at).append('\n');
            for (StackTraceElement element : at.getStackTrace()) {
                out.append("\tat ").append(element).append('\n');
            }
            at = at.getCause() == at ? null : at.getCause();
        }
        return out.toString();
    }
}
