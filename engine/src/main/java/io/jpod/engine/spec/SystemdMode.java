package io.jpod.engine.spec;

import io.jpod.engine.container.ContainerConfig;
import java.util.ArrayList;
import java.util.List;

/** Whether a container runs systemd, which needs more mounts and another stop signal. */
public final class SystemdMode {
    private SystemdMode() {}

    /** As {@link #applies(String, List)}, for a planned container. */
    static boolean applies(ContainerConfig config) {
        List<String> words = new ArrayList<>(config.entrypoint());
        words.addAll(config.command());
        return applies(config.request().process().systemd(), words);
    }

    /**
     * Decides.
     *
     * @param flag {@code always}, {@code false}, or {@code true} and empty for a look at the command
     * @param command entry point and command
     */
    public static boolean applies(String flag, List<String> command) {
        if (flag.equals("always")) {
            return true;
        }
        if (flag.equals("false") || command.isEmpty()) {
            return false;
        }
        String program = command.get(0);
        if (command.size() > 2 && program.equals("/bin/sh") && command.get(1).equals("-c")) {
            program = command.get(2);
        }
        return program.equals("/sbin/init")
                || program.equals("/usr/sbin/init")
                || program.equals("/usr/local/sbin/init")
                || program.substring(program.lastIndexOf('/') + 1).equals("systemd");
    }
}
