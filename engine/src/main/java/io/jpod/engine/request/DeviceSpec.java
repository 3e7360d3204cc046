package io.jpod.engine.request;

import io.jpod.support.json.JsonObject;

/** A device node that the container sees. */
public final class DeviceSpec {
    private final String hostPath;
    private final String containerPath;
    private final String permissions;

    private DeviceSpec(Builder builder) {
        this.hostPath = builder.hostPath;
        this.containerPath = builder.containerPath;
        this.permissions = builder.permissions;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.hostPath = hostPath;
        builder.containerPath = containerPath;
        builder.permissions = permissions;
        return builder;
    }

    public String hostPath() {
        return hostPath;
    }

    public String containerPath() {
        return containerPath;
    }

    /** Letters of {@code rwm}. */
    public String permissions() {
        return permissions;
    }

    /** The form in which it is kept on disk. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.putNonEmpty("hostPath", hostPath);
        json.putNonEmpty("containerPath", containerPath);
        json.putNonEmpty("permissions", permissions);
        return json;
    }

    /** Reads what {@link #toJson} wrote; unknown members are ignored. */
    public static DeviceSpec fromJson(JsonObject json) {
        Builder builder = builder();
        builder.hostPath(json.getString("hostPath", ""));
        builder.containerPath(json.getString("containerPath", ""));
        builder.permissions(json.getString("permissions", ""));
        return builder.build();
    }

    /** Collects the values of a {@link DeviceSpec}. */
    public static final class Builder {
        private String hostPath = "";
        private String containerPath = "";
        private String permissions = "";

        private Builder() {}

        public Builder hostPath(String value) {
            this.hostPath = value;
            return this;
        }

        public Builder containerPath(String value) {
            this.containerPath = value;
            return this;
        }

        public Builder permissions(String value) {
            this.permissions = value;
            return this;
        }

        public DeviceSpec build() {
            return new DeviceSpec(this);
        }
    }
}
