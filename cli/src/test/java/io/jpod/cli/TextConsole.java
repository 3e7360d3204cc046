package io.jpod.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A console whose text can be read. */
public final class TextConsole {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Console console = new Console(bytes);

    public Console console() {
        return console;
    }

    public String text() {
        console.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
