package io.jpod.engine.container;

import io.jpod.support.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What changes in a container's life; replaced as a whole under the container's lock. */
public final class ContainerState {
    private final String status;
    private final int pid;
    private final long pidStart;
    private final int monitorPid;
    private final long monitorStart;
    private final String bootId;
    private final long startedAt;
    private final long finishedAt;
    private final int exitCode;
    private final boolean oomKilled;
    private final String error;
    private final int restarts;
    private final boolean stoppedByUser;
    private final String mountPoint;
    private final Map<String, String> networkState;
    private final Map<String, String> networkPlan;
    private final List<String> execIds;

    private ContainerState(Builder builder) {
        this.status = builder.status;
        this.pid = builder.pid;
        this.pidStart = builder.pidStart;
        this.monitorPid = builder.monitorPid;
        this.monitorStart = builder.monitorStart;
        this.bootId = builder.bootId;
        this.startedAt = builder.startedAt;
        this.finishedAt = builder.finishedAt;
        this.exitCode = builder.exitCode;
        this.oomKilled = builder.oomKilled;
        this.error = builder.error;
        this.restarts = builder.restarts;
        this.stoppedByUser = builder.stoppedByUser;
        this.mountPoint = builder.mountPoint;
        this.networkState = Collections.unmodifiableMap(new LinkedHashMap<>(builder.networkState));
        this.networkPlan = Collections.unmodifiableMap(new LinkedHashMap<>(builder.networkPlan));
        this.execIds = List.copyOf(builder.execIds);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.status = status;
        builder.pid = pid;
        builder.pidStart = pidStart;
        builder.monitorPid = monitorPid;
        builder.monitorStart = monitorStart;
        builder.bootId = bootId;
        builder.startedAt = startedAt;
        builder.finishedAt = finishedAt;
        builder.exitCode = exitCode;
        builder.oomKilled = oomKilled;
        builder.error = error;
        builder.restarts = restarts;
        builder.stoppedByUser = stoppedByUser;
        builder.mountPoint = mountPoint;
        builder.networkState = networkState;
        builder.networkPlan = networkPlan;
        builder.execIds = execIds;
        return builder;
    }

    /**
     * {@code configured}, {@code starting} (a command is at it), {@code created}, {@code running}, {@code paused}, {@code stopping}, {@code
     * stopped} (ended, resources not yet freed), {@code exited}, {@code removing}.
     */
    public String status() {
        return status;
    }

    /** Of the container's process, 0 when none. */
    public int pid() {
        return pid;
    }

    /** Start time of {@link #pid} in clock ticks since boot, so that a reused number is noticed. */
    public long pidStart() {
        return pidStart;
    }

    public int monitorPid() {
        return monitorPid;
    }

    /** Start time of {@link #monitorPid}. */
    public long monitorStart() {
        return monitorStart;
    }

    /** The boot in which the processes were started; another boot means that they are gone. */
    public String bootId() {
        return bootId;
    }

    /** Nanoseconds since the epoch; 0 when it never ran. */
    public long startedAt() {
        return startedAt;
    }

    public long finishedAt() {
        return finishedAt;
    }

    public int exitCode() {
        return exitCode;
    }

    public boolean oomKilled() {
        return oomKilled;
    }

    /** Why the last start failed. */
    public String error() {
        return error;
    }

    public int restarts() {
        return restarts;
    }

    public boolean stoppedByUser() {
        return stoppedByUser;
    }

    /** Where the root file system is mounted; empty when it is not. */
    public String mountPoint() {
        return mountPoint;
    }

    /** What the network provider returned. */
    public Map<String, String> networkState() {
        return networkState;
    }

    /** Addresses: {@code address}, {@code gateway}, {@code device}. */
    public Map<String, String> networkPlan() {
        return networkPlan;
    }

    /** Exec sessions; not kept on disk but found when a container is looked at. */
    public List<String> execIds() {
        return execIds;
    }

    /** The form in which it is kept on disk. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.putNonEmpty("status", status);
        json.putNonEmpty("pid", pid);
        json.putNonEmpty("pidStart", pidStart);
        json.putNonEmpty("monitorPid", monitorPid);
        json.putNonEmpty("monitorStart", monitorStart);
        json.putNonEmpty("bootId", bootId);
        json.putNonEmpty("startedAt", startedAt);
        json.putNonEmpty("finishedAt", finishedAt);
        json.putNonEmpty("exitCode", exitCode);
        json.putNonEmpty("oomKilled", oomKilled);
        json.putNonEmpty("error", error);
        json.putNonEmpty("restarts", restarts);
        json.putNonEmpty("stoppedByUser", stoppedByUser);
        json.putNonEmpty("mountPoint", mountPoint);
        json.putNonEmpty("networkState", networkState);
        json.putNonEmpty("networkPlan", networkPlan);
        return json;
    }

    /** Reads what {@link #toJson} wrote; unknown members are ignored. */
    public static ContainerState fromJson(JsonObject json) {
        Builder builder = builder();
        builder.status(json.getString("status", ""));
        builder.pid(json.getInt("pid", 0));
        builder.pidStart(json.getLong("pidStart", 0));
        builder.monitorPid(json.getInt("monitorPid", 0));
        builder.monitorStart(json.getLong("monitorStart", 0));
        builder.bootId(json.getString("bootId", ""));
        builder.startedAt(json.getLong("startedAt", 0));
        builder.finishedAt(json.getLong("finishedAt", 0));
        builder.exitCode(json.getInt("exitCode", 0));
        builder.oomKilled(json.getBoolean("oomKilled", false));
        builder.error(json.getString("error", ""));
        builder.restarts(json.getInt("restarts", 0));
        builder.stoppedByUser(json.getBoolean("stoppedByUser", false));
        builder.mountPoint(json.getString("mountPoint", ""));
        builder.networkState(json.getStringMap("networkState"));
        builder.networkPlan(json.getStringMap("networkPlan"));
        return builder.build();
    }

    /** Collects the values of a {@link ContainerState}. */
    public static final class Builder {
        private String status = "";
        private int pid;
        private long pidStart;
        private int monitorPid;
        private long monitorStart;
        private String bootId = "";
        private long startedAt;
        private long finishedAt;
        private int exitCode;
        private boolean oomKilled;
        private String error = "";
        private int restarts;
        private boolean stoppedByUser;
        private String mountPoint = "";
        private Map<String, String> networkState = Map.of();
        private Map<String, String> networkPlan = Map.of();
        private List<String> execIds = List.of();

        private Builder() {}

        public Builder status(String value) {
            this.status = value;
            return this;
        }

        public Builder pid(int value) {
            this.pid = value;
            return this;
        }

        public Builder pidStart(long value) {
            this.pidStart = value;
            return this;
        }

        public Builder monitorPid(int value) {
            this.monitorPid = value;
            return this;
        }

        public Builder monitorStart(long value) {
            this.monitorStart = value;
            return this;
        }

        public Builder bootId(String value) {
            this.bootId = value;
            return this;
        }

        public Builder startedAt(long value) {
            this.startedAt = value;
            return this;
        }

        public Builder finishedAt(long value) {
            this.finishedAt = value;
            return this;
        }

        public Builder exitCode(int value) {
            this.exitCode = value;
            return this;
        }

        public Builder oomKilled(boolean value) {
            this.oomKilled = value;
            return this;
        }

        public Builder error(String value) {
            this.error = value;
            return this;
        }

        public Builder restarts(int value) {
            this.restarts = value;
            return this;
        }

        public Builder stoppedByUser(boolean value) {
            this.stoppedByUser = value;
            return this;
        }

        public Builder mountPoint(String value) {
            this.mountPoint = value;
            return this;
        }

        public Builder networkState(Map<String, String> value) {
            this.networkState = value;
            return this;
        }

        public Builder networkPlan(Map<String, String> value) {
            this.networkPlan = value;
            return this;
        }

        public Builder execIds(List<String> value) {
            this.execIds = value;
            return this;
        }

        public ContainerState build() {
            return new ContainerState(this);
        }
    }
}
