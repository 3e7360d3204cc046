package io.jpod.cli.command;

import io.jpod.api.JpodException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tells descriptors that the caller left open from those that this program opened itself: those close on exec, or are the JDK's files. */
final class InheritedDescriptors {
    private static final int CLOSE_ON_EXEC = 02000000;

    private InheritedDescriptors() {}

    /**
     * @throws JpodException USAGE for one that the caller did not pass
     */
    static void check(List<Integer> descriptors) {
        for (int descriptor : descriptors) {
            if (!isInherited(descriptor)) {
                throw JpodException.usage(
                        "file descriptor " + descriptor + " is not available - the preserve-fds option"
                                + " requires that file descriptors must be passed");
            }
        }
    }

    private static boolean isInherited(int descriptor) {
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
