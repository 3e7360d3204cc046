package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Invocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the caller lives in the engine's namespaces and can see what is mounted there. */
final class Unshared {
    private Unshared() {}

    /** @throws JpodException USAGE in podman's words */
    static void require(Invocation call) {
        if (!call.session().context().host().rootless()) {
            return;
        }
        String own = namespace("self");
        String callers = namespace(parent());
        if (own.isEmpty() || !own.equals(callers)) {
            throw JpodException.usage("cannot run command \"" + call.path()
                            + "\" in rootless mode, must execute `jpod unshare` first")
                    .withRemedy("jpod unshare " + String.join(" ", call.commandLine()));
        }
    }

    /** The fourth field of stat, behind the name in parentheses. */
    private static String parent() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String rest = stat.substring(stat.lastIndexOf(')') + 2);
            return rest.substring(2, rest.indexOf(' ', 2));
        } catch (IOException e) {
            return "self";
        }
    }

    private static String namespace(String process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", process, "ns/mnt")).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
