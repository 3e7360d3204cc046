package io.jpod.api.monitor;

/** A connection to a process's streams. Used by one thread at a time, except that {@link #close} may come from any. */
public interface Attachment extends AutoCloseable {
    /** The descriptor that becomes readable when {@link #read} would not block. */
    int descriptor();

    /**
     * Waits for output.
     *
     * @param buffer receives the bytes from its start; at least 8192 long
     * @return how many, or -1 at the end of both streams
     */
    int read(byte[] buffer);

    /** True when the bytes of the last {@link #read} came from standard error. */
    boolean lastWasStderr();

    /** Sends bytes to the process's standard input. */
    void write(byte[] bytes, int offset, int length);

    /** Ends the process's standard input. */
    void closeInput();

    /** Tells the terminal's new size. */
    void resize(int rows, int columns);

    @Override
    void close();
}
