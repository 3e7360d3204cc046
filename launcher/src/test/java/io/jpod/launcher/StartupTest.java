package io.jpod.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class StartupTest {
    private static boolean needs(String line) {
        return Startup.needsNamespaces(line.isEmpty() ? new String[0] : line.split(" "));
    }

    @Test
    void commandsThatOnlyTellSomethingStayOutside() {
        for (String line : List.of("", "version", "--version", "-v", "help", "--help", "-h", "system migrate")) {
            assertFalse(needs(line), line);
        }
    }

    @Test
    void otherCommandsGoIn() {
        for (String line : List.of("run x", "ps", "unshare id", "--log-level debug version", "system", "system df")) {
            assertTrue(needs(line), line);
        }
    }
}
