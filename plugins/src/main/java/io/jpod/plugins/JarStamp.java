package io.jpod.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/** Tells whether a jar is still the one that was looked at. */
final class JarStamp {
    private JarStamp() {}

    /** Size, time of change and inode of the file that a name leads to. */
    static String of(Path jar) throws IOException {
        PosixFileAttributes file = Files.readAttributes(jar, PosixFileAttributes.class);
        boolean open = file.permissions().contains(PosixFilePermission.OTHERS_WRITE);
        return file.size() + " " + file.lastModifiedTime().toMillis() + " " + file.fileKey() + (open ? " open" : "");
    }

    /** True when everybody on this machine may write the file: its classes may be anybody's. */
    static boolean isWorldWritable(String stamp) {
        return stamp.endsWith(" open");
    }
}
