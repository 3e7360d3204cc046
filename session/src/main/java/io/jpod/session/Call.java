package io.jpod.session;

import io.jpod.support.posix.Posix;
import java.io.InputStream;
import java.io.OutputStream;

/** One command line on behalf of a caller. */
public interface Call {
    Greeting greeting();

    /** The system as the caller would see it. */
    Posix posix();

    InputStream stdin();

    OutputStream stdout();

    OutputStream stderr();

    /**
     * Ends this: the caller runs the command cold. Only before anything was done; what was written is dropped.
     *
     * @return an error to throw, which nothing catches
     */
    Error runCold(String reason);
}
