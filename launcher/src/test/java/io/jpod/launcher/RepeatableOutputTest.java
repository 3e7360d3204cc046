package io.jpod.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RepeatableOutputTest {
    private final ByteArrayOutputStream target = new ByteArrayOutputStream();

    @Test
    void leavesOutWhatIsThereAlready() throws IOException {
        RepeatableOutput output = new RepeatableOutput(target, 5);
        output.write("one".getBytes(UTF_8));
        output.write("two".getBytes(UTF_8));
        output.write('!');
        assertEquals("o!", target.toString(UTF_8));
        assertEquals(7, output.told());
    }

    @Test
    void leavesNothingOutOnceItIsNew() throws IOException {
        RepeatableOutput output = new RepeatableOutput(target, 100);
        output.write("old".getBytes(UTF_8));
        output.repeated();
        output.write("new".getBytes(UTF_8));
        assertEquals("new", target.toString(UTF_8));
    }
}
