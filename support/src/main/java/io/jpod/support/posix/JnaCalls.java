package io.jpod.support.posix;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * Calls functions of the C library by name. Goes through {@link Function} and not through a mapped interface, whose first use
 * costs 30 ms more.
 */
final class JnaCalls {
    private final NativeLibrary library;

    JnaCalls() {
        // Without these JNA looks for a system copy of itself and runs ldconfig.
        defaultProperty("jna.nosys", "true");
        defaultProperty("jna.platform.library.path", "/lib");
        library = NativeLibrary.getProcess();
    }

    private static void defaultProperty(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    /** The function's result as it is. */
    int plain(String function, Object... arguments) {
        return library.getFunction(function).invokeInt(arguments);
    }

    /** The pointer that the function returns, null for NULL. */
    Pointer pointer(String function, Object... arguments) {
        return library.getFunction(function).invokePointer(arguments);
    }

    /** The result, or minus errno where it is -1. */
    int call(String function, Object... arguments) {
        int result = library.getFunction(function).invokeInt(arguments);
        return result == -1 ? -Native.getLastError() : result;
    }

    /** As {@link #call}, repeated while a signal interrupts it. */
    int retry(String function, Object... arguments) {
        int result;
        do {
            result = call(function, arguments);
        } while (result == -Errno.EINTR);
        return result;
    }

    /** As {@link #retry} for functions that return a size. */
    long retryLong(String function, Object... arguments) {
        long result;
        do {
            result = library.getFunction(function).invokeLong(arguments);
            result = result == -1 ? -Native.getLastError() : result;
        } while (result == -Errno.EINTR);
        return result;
    }

    boolean has(String function) {
        try {
            return library.getFunction(function) != null;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }
}
