package io.jpod.testkit.monitor;

import io.jpod.api.monitor.Attachment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Output that waits to be read; input comes back as output. */
final class FakeStreams {
    private record Piece(byte[] bytes, boolean stderr) {}

    private final Deque<Piece> pieces = new ArrayDeque<>();
    private boolean ended;
    private String size = "";

    void print(String text, boolean stderr) {
        pieces.add(new Piece(text.getBytes(StandardCharsets.UTF_8), stderr));
    }

    void end() {
        ended = true;
    }

    void resize(int rows, int columns) {
        size = rows + "x" + columns;
    }

    /** The last size that was told, {@code ROWSxCOLUMNS}. */
    String size() {
        return size;
    }

    /** @param inputClosed what happens at the end of the input */
    Attachment attachment(Runnable inputClosed) {
        return new Attachment() {
            private boolean stderr;

            @Override
            public int descriptor() {
                return -1;
            }

            @Override
            public int read(byte[] buffer) {
                Piece piece = pieces.poll();
                if (piece == null) {
                    if (!ended) {
                        throw new IllegalStateException("nothing to read, and nobody who could write");
                    }
                    return -1;
                }
                stderr = piece.stderr();
                System.arraycopy(piece.bytes(), 0, buffer, 0, piece.bytes().length);
                return piece.bytes().length;
            }

            @Override
            public boolean lastWasStderr() {
                return stderr;
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                print(new String(bytes, offset, length, StandardCharsets.UTF_8), false);
            }

            @Override
            public void closeInput() {
                inputClosed.run();
            }

            @Override
            public void resize(int rows, int columns) {
                FakeStreams.this.resize(rows, columns);
            }

            @Override
            public void close() {
                // What was not read stays for the next.
            }
        };
    }
}
