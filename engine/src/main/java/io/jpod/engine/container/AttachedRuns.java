package io.jpod.engine.container;

import io.jpod.api.JpodException;
import io.jpod.api.monitor.Attachment;
import io.jpod.engine.AttachOptions;
import io.jpod.engine.stream.AttachLoop;
import java.util.Optional;
import java.util.OptionalInt;

/** Commands that stay while a container runs. */
final class AttachedRuns {
    private final Services services;
    private final Starter starter;
    private final Stopper stopper;
    private final Waiter waiter;
    private final Conclusion conclusion;

    AttachedRuns(Services services, Starter starter, Stopper stopper, Waiter waiter, Conclusion conclusion) {
        this.services = services;
        this.starter = starter;
        this.stopper = stopper;
        this.waiter = waiter;
        this.conclusion = conclusion;
    }

    /** Starts with the streams connected before the program can write; cleans up itself at the end. */
    OptionalInt start(String id, AttachOptions options) {
        ContainerConfig config = services.store().config(id);
        Optional<PendingStart> pending = starter.begin(id, 0);
        if (pending.isEmpty()) {
            return attach(id, options);
        }
        OptionalInt code;
        try (PendingStart start = pending.get()) {
            try (Attachment attachment = start.attach()) {
                services.context().trace().accept("attach");
                AttachLoop loop = loop(config, attachment, streams(config, options));
                if (loop.run(start::go) == AttachLoop.Outcome.DETACHED) {
                    return OptionalInt.empty();
                }
            }
            services.context().trace().accept("program");
            start.awaitExit();
            code = waiter.awaitExit(id, start.state());
            services.context().trace().accept("exit");
            conclusion.conclude(config, false, false);
            services.context().trace().accept("clean-up");
        }
        return code.isPresent() ? code : OptionalInt.of(StateCheck.LOST);
    }

    /** A container that writes to the caller's own streams reads them, too: taking its input away would be wrong. */
    private static AttachOptions streams(ContainerConfig config, AttachOptions options) {
        return config.logDriver().equals("passthrough")
                ? new AttachOptions(-1, -1, -1, new byte[0], options.proxySignals(), false)
                : options;
    }

    /** Connects to a running container. */
    OptionalInt attach(String id, AttachOptions options) {
        ContainerConfig config = services.store().config(id);
        ContainerState state = waiter.look(id);
        if (!Status.isRunning(state.status()) && !state.status().equals(Status.PAUSED)) {
            throw JpodException.conflict("you can only attach to running containers");
        }
        if (config.logDriver().equals("passthrough")) {
            throw JpodException.unsupported("this container is using the 'passthrough' log driver, cannot attach");
        }
        try (Attachment attachment = services.context()
                .providers()
                .monitor(config.monitor())
                .attach(services.paths().run(id))) {
            AttachLoop loop = loop(config, attachment, options);
            if (loop.run(() -> {}) == AttachLoop.Outcome.DETACHED) {
                return OptionalInt.empty();
            }
        }
        OptionalInt code = waiter.awaitExit(id, state);
        return code.isPresent() ? code : OptionalInt.of(StateCheck.LOST);
    }

    private AttachLoop loop(ContainerConfig config, Attachment attachment, AttachOptions options) {
        return new AttachLoop(
                services.context().posix(),
                services.context().log(),
                attachment,
                options,
                signal -> forward(config, signal));
    }

    private void forward(ContainerConfig config, int signal) {
        try {
            stopper.signal(config, services.store().state(config.id()), signal);
        } catch (JpodException e) {
            services.context().log().debug("forwarding signal " + signal + ": " + e.getMessage());
        }
    }
}
