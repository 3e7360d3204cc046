package io.jpod.engine.container;

import io.jpod.engine.EngineContext;
import io.jpod.support.posix.Posix;
import io.jpod.support.posix.PosixException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The service manager that waits for news of the caller at {@code NOTIFY_SOCKET} (sd_notify(3)); podman-run(1), --sdnotify. */
final class ServiceManager {
    private final EngineContext context;
    private final String mode;
    private final String socket;

    ServiceManager(EngineContext context, ContainerConfig config) {
        this.context = context;
        this.mode = config.request().lifecycle().sdNotify();
        this.socket = context.host().environment().getOrDefault("NOTIFY_SOCKET", "");
    }

    /** The socket to which the monitor passes on that the container's process is ready; empty when nobody waits for that. */
    Optional<Path> relayed() {
        return mode.equals("container") && !socket.isEmpty() ? Optional.of(Path.of(socket)) : Optional.empty();
    }

    /** Tells that the monitor stands for the service from now on, and, where the process itself does not tell, that it is up. */
    void started(int monitorPid) {
        if (socket.isEmpty() || mode.isEmpty() || mode.equals("ignore")) {
            return;
        }
        String message = "MAINPID=" + monitorPid + (mode.equals("conmon") ? "\nREADY=1" : "");
        byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
        Posix posix = context.posix();
        try {
            int descriptor = posix.connectDatagram(socket);
            try {
                posix.write(descriptor, bytes, 0, bytes.length);
            } finally {
                posix.close(descriptor);
            }
        } catch (PosixException e) {
            context.log().error("Notifying systemd of Conmon PID: " + e.getMessage());
        }
    }
}
