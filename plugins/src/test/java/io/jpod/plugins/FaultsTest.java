package io.jpod.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.api.ApiLevel;
import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.Test;

class FaultsTest {
    @Test
    void missingClassesAreNamedAsInJava() {
        assertEquals("lacks the class a.b.C", Faults.text(new NoClassDefFoundError("a/b/C")));
        assertEquals("lacks the class a.b.C", Faults.text(new ClassNotFoundException("a.b.C")));
    }

    @Test
    void aConstructorsFailureIsUnwrapped() {
        assertEquals(
                "its constructor failed: no (illegal state)",
                Faults.text(new InvocationTargetException(new IllegalStateException("no"))));
        assertEquals(
                "a.B has no public constructor without parameters",
                Faults.text(new NoSuchMethodException("a.B.<init>()")));
    }

    @Test
    void aFailureOfTheApiSpeaksForItself() {
        assertEquals("no luck", Faults.text(new JpodException(ErrorCode.HOST, "no luck")));
    }

    @Test
    void bothLevelsAreNamed() {
        assertEquals("", Faults.ofLevel(ApiLevel.CURRENT));
        assertEquals("", Faults.ofLevel(0));
        assertEquals("needs API level 99, this jpod has " + ApiLevel.CURRENT, Faults.ofLevel(99));
    }
}
