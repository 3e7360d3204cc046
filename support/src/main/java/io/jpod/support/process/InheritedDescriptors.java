package io.jpod.support.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells descriptors that the caller left open from those that this program opened itself: those close on exec, or are the JDK's files. */
public final class InheritedDescriptors {
    private static final int CLOSE_ON_EXEC = 02000000;

    private InheritedDescriptors() {}

    /** True for a descriptor that programs of this one's would get, too. */
    public static boolean isInherited(int descriptor) {
        try {
            // The virtual machine leaves its file of modules open across exec.
            if (Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .startsWith(Path.of(System.getProperty("java.home")).toRealPath())) {
                return false;
            }
            for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor))) {
                if (line.startsWith("flags:")) {
                    return (Integer.parseInt(line.substring(6).strip(), 8) & CLOSE_ON_EXEC) == 0;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
