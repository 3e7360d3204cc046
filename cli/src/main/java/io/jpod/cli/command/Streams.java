package io.jpod.cli.command;

import io.jpod.cli.Invocation;
import io.jpod.engine.AttachOptions;
import io.jpod.engine.stream.DetachKeys;

/** How this process's streams are connected to a container's. */
final class Streams {
    private static final String DEFAULT_KEYS = "ctrl-p,ctrl-q";

    private Streams() {}

    static AttachOptions options(
            Invocation call, boolean in, boolean out, boolean err, boolean terminal, boolean proxySignals) {
        call.out().flush();
        call.err().flush();
        byte[] keys = detachKeys(call);
        boolean typed = in && call.posix().isTerminal(0);
        return new AttachOptions(
                in ? 0 : -1,
                out ? 1 : -1,
                err ? 2 : -1,
                // Bytes of a file or a pipe are never keys.
                typed ? keys : new byte[0],
                proxySignals,
                terminal && typed);
    }

    /** From the option, else from containers.conf; empty turns detaching off. */
    private static byte[] detachKeys(Invocation call) {
        if (call.options().given("detach-keys")) {
            return DetachKeys.parse(call.options().text("detach-keys"));
        }
        return DetachKeys.parse(
                call.session().context().settings().getObject("engine").getString("detach_keys", DEFAULT_KEYS));
    }

    /** What podman says when a terminal is asked for and standard input is none. */
    static void warnWithoutTerminal(Invocation call, boolean terminal, boolean interactive) {
        if (terminal && interactive && !call.posix().isTerminal(0)) {
            call.session()
                    .context()
                    .log()
                    .warn("The input device is not a TTY. The --tty and --interactive flags might not work properly");
        }
    }
}
