package io.jpod.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.api.JpodException;
import org.junit.jupiter.api.Test;

class ErrorsTest {
    @Test
    void whatSteersTerminalsIsShown() {
        TextConsole err = new TextConsole();
        Errors.report(err.console(), JpodException.usage("name \u001b[2J\u009b\tof é\nx"));
        assertEquals("Error: name \\x1b[2J\\x9b\tof é\nx\n", err.text());
    }
}
