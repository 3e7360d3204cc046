package io.jpod.cli.describe;

import io.jpod.api.JpodException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Scripts that make shells ask {@link Completion}; they hold no command and no option, so they fit every version. */
public final class CompletionScripts {
    /** The shells that have one. */
    public static final List<String> SHELLS = List.of("bash", "zsh", "fish", "powershell");

    private CompletionScripts() {}

    /** @param shell one of {@link #SHELLS} */
    public static String script(String shell, boolean descriptions) {
        String name = "completion." + shell;
        try (InputStream in = CompletionScripts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return descriptions ? text : text.replace(Completion.WORD + " ", Completion.WORD_ALONE + " ");
        } catch (IOException e) {
            throw JpodException.internal("reading " + name, e);
        }
    }
}
