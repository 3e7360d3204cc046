package io.jpod.support.process;

import io.jpod.support.posix.FileStatus;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.util.Optional;

/** Where programs are looked for: the caller's PATH and, after it, directories that users often do not have on theirs. */
public final class SearchPath {
    private static final String ADDED = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Posix posix;
    private final String path;

    /** @param path value of the variable PATH, may be empty */
    public SearchPath(Posix posix, String path) {
        this.posix = posix;
        this.path = path.isEmpty() ? ADDED : path + ":" + ADDED;
    }

    /** The first executable of that name; a name with a slash is only looked at, not looked for. */
    public Optional<String> find(String program) {
        if (program.indexOf('/') >= 0) {
            return isExecutable(program) ? Optional.of(program) : Optional.empty();
        }
        int start = 0;
        while (start <= path.length()) {
            int end = path.indexOf(':', start);
            if (end < 0) {
                end = path.length();
            }
            // Empty and relative entries mean the working directory: a trap, not a place for the engine's helpers.
            if (end > start && path.charAt(start) == '/') {
                String candidate = path.substring(start, end) + "/" + program;
                if (isExecutable(candidate)) {
                    return Optional.of(candidate);
                }
            }
            start = end + 1;
        }
        return Optional.empty();
    }

    private boolean isExecutable(String file) {
        try {
            FileStatus status = posix.stat(Posix.AT_FDCWD, file, 0);
            return status.isRegular() && (status.permissions() & 0111) != 0;
        } catch (PosixException e) {
            return false;
        }
    }
}
