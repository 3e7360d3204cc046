package io.jpod.engine.spec;

import io.jpod.api.network.NetworkPlan;
import io.jpod.engine.container.ContainerConfig;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a {@link BundleWriter} needs to know about a container that is about to be created in the runtime. */
public final class BundleRequest {
    /**
     * A container whose namespaces are joined.
     *
     * @param pid of its first process
     * @param userdata the directory that was given when its own bundle was written
     */
    public record Joined(ContainerConfig config, int pid, Path userdata) {}

    private final ContainerConfig config;
    private final String name;
    private final Path rootfs;
    private final Path bundle;
    private final Path userdata;
    private final Path overlays;
    private final NetworkPlan networkPlan;
    private final Map<String, Joined> joined;
    private final Map<String, Path> imageMounts;
    private final boolean notified;
    private final Map<String, String> environment;

    private BundleRequest(Builder builder) {
        this.config = Objects.requireNonNull(builder.config, "config");
        this.name = builder.name;
        this.rootfs = Objects.requireNonNull(builder.rootfs, "rootfs");
        this.bundle = Objects.requireNonNull(builder.bundle, "bundle");
        this.userdata = Objects.requireNonNull(builder.userdata, "userdata");
        this.overlays = Objects.requireNonNull(builder.overlays, "overlays");
        this.networkPlan = builder.networkPlan;
        this.joined = Collections.unmodifiableMap(new LinkedHashMap<>(builder.joined));
        this.imageMounts = Collections.unmodifiableMap(new LinkedHashMap<>(builder.imageMounts));
        this.notified = builder.notified;
        this.environment = Collections.unmodifiableMap(new LinkedHashMap<>(builder.environment));
    }

    public static Builder builder() {
        return new Builder();
    }

    public ContainerConfig config() {
        return config;
    }

    /** The container's present name, for {@code /etc/hosts} and {@code .containerenv}. */
    public String name() {
        return name;
    }

    /** Where the root file system is mounted. */
    public Path rootfs() {
        return rootfs;
    }

    /** Where {@code config.json} goes; exists. */
    public Path bundle() {
        return bundle;
    }

    /** Where files and mount points go that live until {@link BundleWriter#release}; exists, on a disk or the runtime root. */
    public Path userdata() {
        return userdata;
    }

    /** Where layers of {@code :O} mounts go until {@link BundleWriter#release}, made when needed; on a disk, as they may grow. */
    public Path overlays() {
        return overlays;
    }

    /** Addresses that the network provider planned; empty without a provider. */
    public Optional<NetworkPlan> networkPlan() {
        return Optional.ofNullable(networkPlan);
    }

    /** Running containers whose namespaces are joined, by full id. */
    public Map<String, Joined> joined() {
        return joined;
    }

    /** Where the images of {@code type=image} mounts are mounted read-only, by the mount's source. */
    public Map<String, Path> imageMounts() {
        return imageMounts;
    }

    /** Whether the monitor listens at {@code notify/notify.sock} of the bundle for what the process tells a service manager. */
    public boolean notified() {
        return notified;
    }

    /** Variables that hold for this start, in place of the container's own. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Collects the values of a {@link BundleRequest}. */
    public static final class Builder {
        private ContainerConfig config;
        private String name = "";
        private Path rootfs;
        private Path bundle;
        private Path userdata;
        private Path overlays;
        private NetworkPlan networkPlan;
        private Map<String, Joined> joined = Map.of();
        private Map<String, Path> imageMounts = Map.of();
        private boolean notified;
        private Map<String, String> environment = Map.of();

        private Builder() {}

        public Builder config(ContainerConfig value) {
            this.config = value;
            return this;
        }

        public Builder name(String value) {
            this.name = value;
            return this;
        }

        public Builder rootfs(Path value) {
            this.rootfs = value;
            return this;
        }

        public Builder bundle(Path value) {
            this.bundle = value;
            return this;
        }

        public Builder userdata(Path value) {
            this.userdata = value;
            return this;
        }

        public Builder overlays(Path value) {
            this.overlays = value;
            return this;
        }

        /** Null for none. */
        public Builder networkPlan(NetworkPlan value) {
            this.networkPlan = value;
            return this;
        }

        public Builder joined(Map<String, Joined> value) {
            this.joined = value;
            return this;
        }

        public Builder imageMounts(Map<String, Path> value) {
            this.imageMounts = value;
            return this;
        }

        public Builder notified(boolean value) {
            this.notified = value;
            return this;
        }

        public Builder environment(Map<String, String> value) {
            this.environment = value;
            return this;
        }

        public BundleRequest build() {
            return new BundleRequest(this);
        }
    }
}
