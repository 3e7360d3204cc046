package io.jpod.engine.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.support.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class FramesTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Frames reading() {
        return new Frames(new ByteArrayInputStream(bytes.toByteArray()), bytes);
    }

    @Test
    void documentsArriveInTheirOrderAndThenTheEnd() throws IOException {
        Frames writer = new Frames(InputStream.nullInputStream(), bytes);
        writer.write(new JsonObject().put("text", "äöü\n"));
        writer.write(new JsonObject().put("number", 2L));
        Frames reader = reading();
        assertEquals("äöü\n", reader.read().getString("text", ""));
        assertEquals(2, reader.read().getInt("number", 0));
        assertNull(reader.read());
    }

    @Test
    void documentThatIsCutOffIsTheEnd() throws IOException {
        new Frames(InputStream.nullInputStream(), bytes).write(new JsonObject().put("text", "whole"));
        byte[] all = bytes.toByteArray();
        assertNull(new Frames(new ByteArrayInputStream(all, 0, all.length - 1), bytes).read());
        assertNull(new Frames(new ByteArrayInputStream(all, 0, 3), bytes).read());
    }

    @Test
    void whatIsNoFrameIsNotTakenForOne() {
        bytes.writeBytes("Exception in thread".getBytes());
        assertThrows(IOException.class, () -> reading().read());
    }

    @Test
    void failuresKeepCodeCausesAndRemedy() {
        JpodException failure =
                JpodException.host("writing /x", new IOException("disk full")).withRemedy("make room");
        JpodException arrived = Failure.fromJson(Failure.toJson(failure));
        assertEquals(ErrorCode.HOST, arrived.code());
        assertEquals("writing /x: disk full", arrived.getMessage());
        assertEquals("make room", arrived.remedy().orElse(""));
    }

    @Test
    void withoutAHelperFailuresReadTheSame() {
        JpodException cause = JpodException.usage("no such thing").withRemedy("make one");
        JpodException failure = Failure.whole(new JpodException(ErrorCode.EXTERNAL, "looking", cause));
        assertEquals(ErrorCode.EXTERNAL, failure.code());
        assertEquals("looking: no such thing", failure.getMessage());
        assertEquals("make one", failure.remedy().orElse(""));
    }
}
