package io.jpod.cli.command;

import io.jpod.cli.format.Times;
import io.jpod.engine.Containers.Snapshot;
import java.time.Instant;

/** A container's state in words. */
final class Status {
    private Status() {}

    /** The word that users know: {@code created}, {@code running}, {@code exited}, … */
    static String word(Snapshot container) {
        String status = container.state().status();
        switch (status) {
            case "configured":
                return "created";
            case "created":
                return "initialized";
            case "stopped":
                return "exited";
            default:
                return status;
        }
    }

    /** As in the STATUS column: {@code Up 5 minutes}, {@code Exited (0) 3 seconds ago}. */
    static String sentence(Snapshot container, Instant now) {
        switch (word(container)) {
            case "created":
                return "Created";
            case "initialized":
                return "Initialized";
            case "running":
                return "Up " + Times.span(Times.secondsSince(container.state().startedAt(), now));
            case "paused":
                return "Paused";
            case "exited":
                return "Exited (" + container.state().exitCode() + ") "
                        + Times.ago(container.state().finishedAt(), now);
            case "stopping":
                return "Stopping";
            case "removing":
                return "Removing";
            default:
                return word(container);
        }
    }
}
