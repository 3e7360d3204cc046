package io.jpod.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Stack traces, for {@code --log-level debug}. */
final class Stacks {
    private Stacks() {}

    static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
