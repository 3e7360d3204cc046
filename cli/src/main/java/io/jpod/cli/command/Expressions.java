package io.jpod.cli.command;

import io.jpod.api.JpodException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions, apart so that they are loaded only when one is used. */
final class Expressions {
    private Expressions() {}

    static boolean matches(String text, String expression) {
        try {
            return Pattern.compile(expression).matcher(text).find();
        } catch (PatternSyntaxException e) {
            throw JpodException.usage("error parsing regexp: " + e.getDescription() + ": `" + expression + "`");
        }
    }
}
