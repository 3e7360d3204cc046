package io.jpod.support.posix;

import io.jpod.api.Log;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Chooses the implementation of {@link Posix}. */
public final class PosixLoader {
    /** System property that names the native library, an absolute path; the start script sets it when the library was built. */
    public static final String PROPERTY = "jpod.native";

    private PosixLoader() {}

    /** JNI when {@link #PROPERTY} names a library that can be loaded, otherwise JNA. */
    public static Posix load(Log log) {
        String library = System.getProperty(PROPERTY, "");
        if (!library.isEmpty()) {
            try {
                return new JniPosix(library);
            } catch (UnsatisfiedLinkError e) {
                log.debug("native library " + library + " cannot be loaded, using JNA: " + e.getMessage());
            }
        }
        return new JnaPosix();
    }

    /** A program that was built together with the native library and lies beside it; empty when it is not there. */
    public static Optional<Path> companion(String name) {
        String library = System.getProperty(PROPERTY, "");
        if (library.isEmpty()) {
            return Optional.empty();
        }
        Path program = Path.of(library).resolveSibling(name);
        return Files.isExecutable(program) ? Optional.of(program) : Optional.empty();
    }
}
