package io.jpod.plugins.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ComponentFaultsTest {
    @Test
    void theDeepestCauseIsTold() {
        assertEquals(
                "java.lang.NumberFormatException: For input string: \"x\"",
                ComponentFaults.reason("java.lang.reflect.InvocationTargetException\n\tat a.B\n"
                        + "Caused by: java.lang.NumberFormatException: For input string: \"x\"\n\tat c.D\n"));
        assertEquals("a.B: plain", ComponentFaults.reason("a.B: plain\n\tat c.D"));
    }
}
