package io.jpod.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.api.JpodException;
import io.jpod.support.log.FailureText;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class ErrorsTest {
    @Test
    void whatSteersTerminalsIsShown() {
        TextConsole err = new TextConsole();
        Errors.report(err.console(), JpodException.usage("name \u001b[2J\u009b\tof é\nx"));
        assertEquals("Error: name \\x1b[2J\\x9b\tof é\nx\n", err.text());
    }

    @Test
    void theRemedyOfACauseIsTold() {
        TextConsole err = new TextConsole();
        JpodException cause = JpodException.usage("b").withRemedy("mend b");
        Errors.report(err.console(), new JpodException(cause.code(), "a", cause));
        assertEquals("Error: a: b\nhint: mend b\n", err.text());
    }

    @Test
    void reasonsOfTheSystemAreInGosWords() {
        assertEquals("a: no space left on device", text(new IOException("No space left on device")));
        assertEquals("a: f: read-only file system", text(new FileSystemException("f", null, "Read-only file system")));
        assertEquals("a: f -> g: is a directory", text(new FileSystemException("f", "g", "Is a directory")));
        assertEquals("a: No more", text(new IOException("No more")));
    }

    private static String text(IOException cause) {
        return FailureText.of(JpodException.host("a", cause));
    }
}
