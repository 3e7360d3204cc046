package io.jpod.engine.container;

import io.jpod.api.Log;
import io.jpod.engine.EngineContext;
import io.jpod.support.process.InheritedDescriptors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Sockets that a service manager has opened for the caller (sd_listen_fds(3)): descriptors from 3 on, whose number is {@code LISTEN_FDS}. The
 * container's process gets them, unless it was said which descriptors it gets. As podman does, whatever {@code LISTEN_PID} says.
 */
final class PassedSockets {
    private static final String NUMBER = "LISTEN_FDS";
    private static final String NAMES = "LISTEN_FDNAMES";
    private static final int FIRST = 3;

    private final List<Integer> descriptors;
    private final String names;

    private PassedSockets(List<Integer> descriptors, String names) {
        this.descriptors = descriptors;
        this.names = names;
    }

    static PassedSockets of(EngineContext context, ContainerConfig config) {
        return of(
                context.host().environment(),
                config.request().process().preserveFds(),
                context.log(),
                InheritedDescriptors::isInherited);
    }

    /** @param preserved the descriptors that the user named */
    static PassedSockets of(Map<String, String> environment, List<Integer> preserved, Log log, IntPredicate inherited) {
        List<Integer> descriptors = new ArrayList<>();
        String number = environment.getOrDefault(NUMBER, "");
        if (!number.isEmpty() && !preserved.isEmpty()) {
            log.warn("Ignoring LISTEN_FDS to preserve custom user-specified FDs");
        } else if (!number.isEmpty()) {
            int count = count(number);
            for (int i = 0; i < count; i++) {
                if (!inherited.test(FIRST + i)) {
                    // A variable that somebody left behind.
                    log.debug("LISTEN_FDS is " + number + " and descriptor " + (FIRST + i) + " is not open");
                    descriptors.clear();
                    break;
                }
                descriptors.add(FIRST + i);
            }
        }
        return new PassedSockets(descriptors, environment.getOrDefault(NAMES, ""));
    }

    private static int count(String text) {
        try {
            return Math.min(Integer.parseInt(text), 1024);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The descriptors that the process gets: these, or those that the user named. */
    List<Integer> with(List<Integer> preserved) {
        return descriptors.isEmpty() ? preserved : descriptors;
    }

    /** What the process is told of them. */
    Map<String, String> variables() {
        Map<String, String> result = new LinkedHashMap<>();
        if (!descriptors.isEmpty()) {
            result.put("LISTEN_PID", "1");
            result.put(NUMBER, Integer.toString(descriptors.size()));
            if (!names.isEmpty()) {
                result.put(NAMES, names);
            }
        }
        return result;
    }
}
