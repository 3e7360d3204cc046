package io.jpod.support.posix;

import io.jpod.api.Log;

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
}
