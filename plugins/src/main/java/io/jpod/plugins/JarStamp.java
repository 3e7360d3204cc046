package io.jpod.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/** Tells whether a jar is still the one that was looked at. */
final class JarStamp {
    private static final String OTHER = "other";
    private static final char DELETE = 0x7f;

    private JarStamp() {}

    /** Size, time of change and inode of the file that a name leads to; the same word for all that are no regular files. */
    static String of(Path jar) throws IOException {
        PosixFileAttributes file = Files.readAttributes(jar, PosixFileAttributes.class);
        boolean open = file.permissions().contains(PosixFilePermission.OTHERS_WRITE);
        if (!file.isRegularFile()) {
            return OTHER;
        }
        return file.size() + " " + file.lastModifiedTime().toMillis() + " " + file.fileKey() + (open ? " open" : "");
    }

    /**
     * Why a file is not even opened; empty when it may be.
     *
     * @param stamp what {@link #of} says, or the empty string when it throws
     */
    static String refusal(Path jar, String stamp) {
        for (char c : jar.toString().toCharArray()) {
            if (c < ' ' || c == DELETE) {
                return "has a control character in its name";
            }
        }
        if (stamp.isEmpty()) {
            return "cannot be read";
        }
        if (stamp.equals(OTHER)) {
            return "is no regular file";
        }
        return isWorldWritable(stamp) ? "everybody may write it; it is trusted after chmod o-w" : "";
    }

    /** True when everybody on this machine may write the file: its classes may be anybody's. */
    private static boolean isWorldWritable(String stamp) {
        return stamp.endsWith(" open");
    }
}
