package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.support.process.InheritedDescriptors;
import java.util.List;

/** Checks descriptors that are to be passed on. */
final class PreservedDescriptors {
    private PreservedDescriptors() {}

    /**
     * @throws JpodException USAGE for one that the caller did not pass
     */
    static void check(List<Integer> descriptors) {
        for (int descriptor : descriptors) {
            if (!InheritedDescriptors.isInherited(descriptor)) {
                throw JpodException.usage(
                        "file descriptor " + descriptor + " is not available - the preserve-fds option"
                                + " requires that file descriptors must be passed");
            }
        }
    }
}
