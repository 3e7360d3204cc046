package io.jpod.engine.request;

import io.jpod.support.json.JsonObject;

/** One {@code --publish}. */
public final class PortRequest {
    private final String hostIp;
    private final int hostPort;
    private final int containerPort;
    private final int range;
    private final String protocol;

    private PortRequest(Builder builder) {
        this.hostIp = builder.hostIp;
        this.hostPort = builder.hostPort;
        this.containerPort = builder.containerPort;
        this.range = builder.range;
        this.protocol = builder.protocol;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.hostIp = hostIp;
        builder.hostPort = hostPort;
        builder.containerPort = containerPort;
        builder.range = range;
        builder.protocol = protocol;
        return builder;
    }

    /** Empty for all. */
    public String hostIp() {
        return hostIp;
    }

    /** First port, 0 for any free one. */
    public int hostPort() {
        return hostPort;
    }

    public int containerPort() {
        return containerPort;
    }

    /** How many, at least 1. */
    public int range() {
        return range;
    }

    /** {@code tcp}, {@code udp} or {@code sctp}. */
    public String protocol() {
        return protocol;
    }

    /** The form in which it is kept on disk. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.putNonEmpty("hostIp", hostIp);
        json.putNonEmpty("hostPort", hostPort);
        json.putNonEmpty("containerPort", containerPort);
        json.putNonEmpty("range", range);
        json.putNonEmpty("protocol", protocol);
        return json;
    }

    /** Reads what {@link #toJson} wrote; unknown members are ignored. */
    public static PortRequest fromJson(JsonObject json) {
        Builder builder = builder();
        builder.hostIp(json.getString("hostIp", ""));
        builder.hostPort(json.getInt("hostPort", 0));
        builder.containerPort(json.getInt("containerPort", 0));
        builder.range(json.getInt("range", 0));
        builder.protocol(json.getString("protocol", ""));
        return builder.build();
    }

    /** Collects the values of a {@link PortRequest}. */
    public static final class Builder {
        private String hostIp = "";
        private int hostPort;
        private int containerPort;
        private int range;
        private String protocol = "";

        private Builder() {}

        public Builder hostIp(String value) {
            this.hostIp = value;
            return this;
        }

        public Builder hostPort(int value) {
            this.hostPort = value;
            return this;
        }

        public Builder containerPort(int value) {
            this.containerPort = value;
            return this;
        }

        public Builder range(int value) {
            this.range = value;
            return this;
        }

        public Builder protocol(String value) {
            this.protocol = value;
            return this;
        }

        public PortRequest build() {
            return new PortRequest(this);
        }
    }
}
