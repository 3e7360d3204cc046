package io.jpod.image.content;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ArrivalTest {
    private final Arrival arrival = new Arrival();
    private final ExecutorService reader = Executors.newSingleThreadExecutor();
    private Path file;

    @BeforeEach
    void begin(@TempDir Path directory) throws IOException {
        file = Files.createFile(directory.resolve("blob"));
        arrival.began(file);
    }

    @AfterEach
    void end() throws IOException {
        reader.shutdownNow();
        arrival.close();
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
        arrival.at(Files.size(file));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theReaderWaitsForWhatHasNotArrived() throws Exception {
        assertTrue(arrival.awaitBeginning());
        Future<byte[]> read = reader.submit(() -> arrival.open().readAllBytes());
        write("half");
        write(" and half");
        assertFalse(read.isDone());
        arrival.ended(true);
        assertArrayEquals(bytes("half and half"), read.get());
    }

    @Test
    void theFileMayMoveMeanwhile() throws Exception {
        write("all");
        Files.move(file, file.resolveSibling("moved"));
        arrival.ended(true);
        assertArrayEquals(bytes("all"), arrival.open().readAllBytes());
    }

    @Test
    void nothingEndsWellThatWasFoundWrong() throws Exception {
        write("wrong");
        arrival.ended(false);
        InputStream in = arrival.open();
        assertEquals(
                "the blob did not arrive",
                assertThrows(IOException.class, in::readAllBytes).getMessage());
        assertFalse(arrival.misled());
    }

    @Test
    void aReaderNoticesThatTheWriterBeginsAnew() throws Exception {
        write("damaged");
        InputStream in = arrival.open();
        assertEquals('d', in.read());
        arrival.at(0);
        write("whole");
        arrival.ended(true);
        assertThrows(IOException.class, in::readAllBytes);
        assertTrue(arrival.misled());
    }

    @Test
    void aWriterMayBeginAnewBeforeAnythingWasRead() throws Exception {
        write("damaged");
        Files.write(file, new byte[0]);
        arrival.at(0);
        write("whole");
        arrival.ended(true);
        assertArrayEquals(bytes("whole"), arrival.open().readAllBytes());
        assertFalse(arrival.misled());
    }

    @Test
    void thereIsNothingToFollowWhenTheBlobWasThere() throws Exception {
        try (Arrival other = new Arrival()) {
            other.ended(true);
            assertFalse(other.awaitBeginning());
        }
    }
}
