package io.jpod.engine.container;

/** Words of {@link ContainerState#status()}. */
final class Status {
    static final String CONFIGURED = "configured";
    static final String STARTING = "starting";
    static final String CREATED = "created";
    static final String RUNNING = "running";
    static final String PAUSED = "paused";
    static final String STOPPING = "stopping";
    static final String STOPPED = "stopped";
    static final String EXITED = "exited";
    static final String REMOVING = "removing";

    private Status() {}

    /** True while the container's process exists, or should. */
    static boolean isLive(String status) {
        return status.equals(RUNNING) || status.equals(PAUSED) || status.equals(STOPPING) || status.equals(CREATED);
    }

    /** True when the process runs the container's program. */
    static boolean isRunning(String status) {
        return status.equals(RUNNING) || status.equals(STOPPING);
    }

    /** True when nothing is left to be freed. */
    static boolean isResting(String status) {
        return status.equals(CONFIGURED) || status.equals(EXITED);
    }

    /** The word for users. */
    static String shown(String status) {
        return switch (status) {
            case CONFIGURED, STARTING -> "created";
            case CREATED -> "initialized";
            default -> status;
        };
    }
}
