package io.jpod.api.network;

import io.jpod.api.ContainerId;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A container that wants to be reachable. */
public final class NetworkRequest {
    private final ContainerId id;
    private final String name;
    private final String hostname;
    private final int containerPid;
    private final Path runDirectory;
    private final Map<String, String> options;
    private final List<PortMapping> ports;
    private final Integer lifetimeDescriptor;

    private NetworkRequest(Builder builder) {
        this.id = Objects.requireNonNull(builder.id, "id");
        this.name = builder.name;
        this.hostname = builder.hostname;
        this.containerPid = builder.containerPid;
        this.runDirectory = Objects.requireNonNull(builder.runDirectory, "runDirectory");
        this.options = Collections.unmodifiableMap(new LinkedHashMap<>(builder.options));
        this.ports = List.copyOf(builder.ports);
        this.lifetimeDescriptor = builder.lifetimeDescriptor;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.id = id;
        builder.name = name;
        builder.hostname = hostname;
        builder.containerPid = containerPid;
        builder.runDirectory = runDirectory;
        builder.options = options;
        builder.ports = ports;
        builder.lifetimeDescriptor = lifetimeDescriptor;
        return builder;
    }

    public ContainerId id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String hostname() {
        return hostname;
    }

    /** Process whose network namespace is to be set up. */
    public int containerPid() {
        return containerPid;
    }

    /** Directory for sockets and pid files; exists. */
    public Path runDirectory() {
        return runDirectory;
    }

    /** What stood after {@code --network NAME:}. */
    public Map<String, String> options() {
        return options;
    }

    /** Ports to publish; host ports are decided (never 0). */
    public List<PortMapping> ports() {
        return ports;
    }

    /** A descriptor of the caller that reaches end of file once the container's monitor is gone: helpers watch it and end. */
    public Optional<Integer> lifetimeDescriptor() {
        return Optional.ofNullable(lifetimeDescriptor);
    }

    /** Collects the values of a {@link NetworkRequest}. */
    public static final class Builder {
        private ContainerId id;
        private String name = "";
        private String hostname = "";
        private int containerPid;
        private Path runDirectory;
        private Map<String, String> options = Map.of();
        private List<PortMapping> ports = List.of();
        private Integer lifetimeDescriptor;

        private Builder() {}

        public Builder id(ContainerId value) {
            this.id = value;
            return this;
        }

        public Builder name(String value) {
            this.name = value;
            return this;
        }

        public Builder hostname(String value) {
            this.hostname = value;
            return this;
        }

        public Builder containerPid(int value) {
            this.containerPid = value;
            return this;
        }

        public Builder runDirectory(Path value) {
            this.runDirectory = value;
            return this;
        }

        public Builder options(Map<String, String> value) {
            this.options = value;
            return this;
        }

        public Builder ports(List<PortMapping> value) {
            this.ports = value;
            return this;
        }

        public Builder lifetimeDescriptor(int value) {
            this.lifetimeDescriptor = value;
            return this;
        }

        public NetworkRequest build() {
            return new NetworkRequest(this);
        }
    }
}
