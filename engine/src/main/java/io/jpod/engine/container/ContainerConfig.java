package io.jpod.engine.container;

import io.jpod.engine.request.CreateRequest;
import io.jpod.engine.request.MountSpec;
import io.jpod.engine.request.NamespaceMode;
import io.jpod.engine.request.PortRequest;
import io.jpod.support.json.Json;
import io.jpod.support.json.JsonObject;
import io.jpod.support.json.RawJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What was decided when a container was created; does not change afterwards, but for its name, which is a file of its own. */
public final class ContainerConfig {
    private final String id;
    private final long created;
    private final RawJson unread;
    private volatile CreateRequest request;
    private final String imageId;
    private final String imageName;
    private final String imageDigest;
    private final String storageDriver;
    private final String runtime;
    private final String monitor;
    private final NamespaceMode network;
    private final NamespaceMode user;
    private final List<String> entrypoint;
    private final List<String> command;
    private final Map<String, String> env;
    private final String workingDirectory;
    private final String userSpec;
    private final String hostname;
    private final Map<String, String> labels;
    private final Map<String, String> annotations;
    private final int stopSignal;
    private final int stopTimeout;
    private final List<MountSpec> mounts;
    private final List<String> anonymousVolumes;
    private final List<PortRequest> ports;
    private final List<String> exposedPorts;
    private final List<String> uidMap;
    private final List<String> gidMap;
    private final String logDriver;
    private final String logPath;
    private final List<String> dependencies;

    private ContainerConfig(Builder builder) {
        this.id = builder.id;
        this.created = builder.created;
        this.unread = builder.unread;
        this.request = unread == null ? Objects.requireNonNull(builder.request, "request") : builder.request;
        this.imageId = builder.imageId;
        this.imageName = builder.imageName;
        this.imageDigest = builder.imageDigest;
        this.storageDriver = builder.storageDriver;
        this.runtime = builder.runtime;
        this.monitor = builder.monitor;
        this.network = Objects.requireNonNull(builder.network, "network");
        this.user = Objects.requireNonNull(builder.user, "user");
        this.entrypoint = List.copyOf(builder.entrypoint);
        this.command = List.copyOf(builder.command);
        this.env = Collections.unmodifiableMap(new LinkedHashMap<>(builder.env));
        this.workingDirectory = builder.workingDirectory;
        this.userSpec = builder.userSpec;
        this.hostname = builder.hostname;
        this.labels = Collections.unmodifiableMap(new LinkedHashMap<>(builder.labels));
        this.annotations = Collections.unmodifiableMap(new LinkedHashMap<>(builder.annotations));
        this.stopSignal = builder.stopSignal;
        this.stopTimeout = builder.stopTimeout;
        this.mounts = List.copyOf(builder.mounts);
        this.anonymousVolumes = List.copyOf(builder.anonymousVolumes);
        this.ports = List.copyOf(builder.ports);
        this.exposedPorts = List.copyOf(builder.exposedPorts);
        this.uidMap = List.copyOf(builder.uidMap);
        this.gidMap = List.copyOf(builder.gidMap);
        this.logDriver = builder.logDriver;
        this.logPath = builder.logPath;
        this.dependencies = List.copyOf(builder.dependencies);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.id = id;
        builder.created = created;
        builder.request = request;
        builder.unread = unread;
        builder.imageId = imageId;
        builder.imageName = imageName;
        builder.imageDigest = imageDigest;
        builder.storageDriver = storageDriver;
        builder.runtime = runtime;
        builder.monitor = monitor;
        builder.network = network;
        builder.user = user;
        builder.entrypoint = entrypoint;
        builder.command = command;
        builder.env = env;
        builder.workingDirectory = workingDirectory;
        builder.userSpec = userSpec;
        builder.hostname = hostname;
        builder.labels = labels;
        builder.annotations = annotations;
        builder.stopSignal = stopSignal;
        builder.stopTimeout = stopTimeout;
        builder.mounts = mounts;
        builder.anonymousVolumes = anonymousVolumes;
        builder.ports = ports;
        builder.exposedPorts = exposedPorts;
        builder.uidMap = uidMap;
        builder.gidMap = gidMap;
        builder.logDriver = logDriver;
        builder.logPath = logPath;
        builder.dependencies = dependencies;
        return builder;
    }

    /** 64 hexadecimal digits. */
    public String id() {
        return id;
    }

    /** Nanoseconds since the epoch. */
    public long created() {
        return created;
    }

    /** What the caller asked for. */
    public CreateRequest request() {
        if (request == null) {
            request = CreateRequest.fromJson(Json.parseObject(unread.text()));
        }
        return request;
    }

    /** Digest of the image's configuration without {@code sha256:}; empty with a root file system of the caller's. */
    public String imageId() {
        return imageId;
    }

    /** The name by which the image was found. */
    public String imageName() {
        return imageName;
    }

    /** Digest of the image's manifest. */
    public String imageDigest() {
        return imageDigest;
    }

    /** Id of the storage provider. */
    public String storageDriver() {
        return storageDriver;
    }

    /** Id or path of the runtime. */
    public String runtime() {
        return runtime;
    }

    /** Id of the monitor provider. */
    public String monitor() {
        return monitor;
    }

    /** The network mode with the default resolved. */
    public NamespaceMode network() {
        return network;
    }

    /** The user namespace mode with the default resolved. */
    public NamespaceMode user() {
        return user;
    }

    /** After the caller's replacement. */
    public List<String> entrypoint() {
        return entrypoint;
    }

    /** The image's or the caller's words. */
    public List<String> command() {
        return command;
    }

    /** The whole environment. */
    public Map<String, String> env() {
        return env;
    }

    public String workingDirectory() {
        return workingDirectory;
    }

    /** {@code user[:group]} of the process. */
    public String userSpec() {
        return userSpec;
    }

    public String hostname() {
        return hostname;
    }

    /** The image's and the caller's. */
    public Map<String, String> labels() {
        return labels;
    }

    public Map<String, String> annotations() {
        return annotations;
    }

    public int stopSignal() {
        return stopSignal;
    }

    /** Seconds. */
    public int stopTimeout() {
        return stopTimeout;
    }

    /** All volumes, bind mounts and tmpfs, with names for anonymous volumes. */
    public List<MountSpec> mounts() {
        return mounts;
    }

    /** Volumes that go with the container. */
    public List<String> anonymousVolumes() {
        return anonymousVolumes;
    }

    /** With decided host ports. */
    public List<PortRequest> ports() {
        return ports;
    }

    /** {@code port/protocol} of image and caller. */
    public List<String> exposedPorts() {
        return exposedPorts;
    }

    /** {@code container:namespace:size}; empty when the engine's user namespace is shared. */
    public List<String> uidMap() {
        return uidMap;
    }

    public List<String> gidMap() {
        return gidMap;
    }

    public String logDriver() {
        return logDriver;
    }

    public String logPath() {
        return logPath;
    }

    /** Ids of containers whose namespaces or volumes this one uses. */
    public List<String> dependencies() {
        return dependencies;
    }

    /** The form in which it is kept on disk. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.putNonEmpty("id", id);
        json.putNonEmpty("created", created);
        json.put("request", request == null ? unread : request.toJson());
        json.putNonEmpty("imageId", imageId);
        json.putNonEmpty("imageName", imageName);
        json.putNonEmpty("imageDigest", imageDigest);
        json.putNonEmpty("storageDriver", storageDriver);
        json.putNonEmpty("runtime", runtime);
        json.putNonEmpty("monitor", monitor);
        json.put("network", network.toJson());
        json.put("user", user.toJson());
        json.putNonEmpty("entrypoint", entrypoint);
        json.putNonEmpty("command", command);
        json.putNonEmpty("env", env);
        json.putNonEmpty("workingDirectory", workingDirectory);
        json.putNonEmpty("userSpec", userSpec);
        json.putNonEmpty("hostname", hostname);
        json.putNonEmpty("labels", labels);
        json.putNonEmpty("annotations", annotations);
        json.putNonEmpty("stopSignal", stopSignal);
        json.putNonEmpty("stopTimeout", stopTimeout);
        if (!mounts.isEmpty()) {
            List<Object> items = new ArrayList<>();
            for (MountSpec item : mounts) {
                items.add(item.toJson());
            }
            json.put("mounts", items);
        }
        json.putNonEmpty("anonymousVolumes", anonymousVolumes);
        if (!ports.isEmpty()) {
            List<Object> items = new ArrayList<>();
            for (PortRequest item : ports) {
                items.add(item.toJson());
            }
            json.put("ports", items);
        }
        json.putNonEmpty("exposedPorts", exposedPorts);
        json.putNonEmpty("uidMap", uidMap);
        json.putNonEmpty("gidMap", gidMap);
        json.putNonEmpty("logDriver", logDriver);
        json.putNonEmpty("logPath", logPath);
        json.putNonEmpty("dependencies", dependencies);
        return json;
    }

    /** Reads what {@link #toJson} wrote; unknown members are ignored. The request may have been left as text: it is read when asked for. */
    public static ContainerConfig fromJson(JsonObject json) {
        Builder builder = builder();
        builder.id(json.getString("id", ""));
        builder.created(json.getLong("created", 0));
        if (json.get("request") instanceof RawJson text) {
            builder.unread = text;
        } else {
            builder.request(CreateRequest.fromJson(json.getObject("request")));
        }
        builder.imageId(json.getString("imageId", ""));
        builder.imageName(json.getString("imageName", ""));
        builder.imageDigest(json.getString("imageDigest", ""));
        builder.storageDriver(json.getString("storageDriver", ""));
        builder.runtime(json.getString("runtime", ""));
        builder.monitor(json.getString("monitor", ""));
        builder.network(NamespaceMode.fromJson(json.getObject("network")));
        builder.user(NamespaceMode.fromJson(json.getObject("user")));
        builder.entrypoint(json.getStrings("entrypoint"));
        builder.command(json.getStrings("command"));
        builder.env(json.getStringMap("env"));
        builder.workingDirectory(json.getString("workingDirectory", ""));
        builder.userSpec(json.getString("userSpec", ""));
        builder.hostname(json.getString("hostname", ""));
        builder.labels(json.getStringMap("labels"));
        builder.annotations(json.getStringMap("annotations"));
        builder.stopSignal(json.getInt("stopSignal", 0));
        builder.stopTimeout(json.getInt("stopTimeout", 0));
        List<MountSpec> mounts = new ArrayList<>();
        for (JsonObject item : json.getObjects("mounts")) {
            mounts.add(MountSpec.fromJson(item));
        }
        builder.mounts(mounts);
        builder.anonymousVolumes(json.getStrings("anonymousVolumes"));
        List<PortRequest> ports = new ArrayList<>();
        for (JsonObject item : json.getObjects("ports")) {
            ports.add(PortRequest.fromJson(item));
        }
        builder.ports(ports);
        builder.exposedPorts(json.getStrings("exposedPorts"));
        builder.uidMap(json.getStrings("uidMap"));
        builder.gidMap(json.getStrings("gidMap"));
        builder.logDriver(json.getString("logDriver", ""));
        builder.logPath(json.getString("logPath", ""));
        builder.dependencies(json.getStrings("dependencies"));
        return builder.build();
    }

    /** Collects the values of a {@link ContainerConfig}. */
    public static final class Builder {
        private String id = "";
        private long created;
        private RawJson unread;
        private CreateRequest request;
        private String imageId = "";
        private String imageName = "";
        private String imageDigest = "";
        private String storageDriver = "";
        private String runtime = "";
        private String monitor = "";
        private NamespaceMode network;
        private NamespaceMode user;
        private List<String> entrypoint = List.of();
        private List<String> command = List.of();
        private Map<String, String> env = Map.of();
        private String workingDirectory = "";
        private String userSpec = "";
        private String hostname = "";
        private Map<String, String> labels = Map.of();
        private Map<String, String> annotations = Map.of();
        private int stopSignal;
        private int stopTimeout;
        private List<MountSpec> mounts = List.of();
        private List<String> anonymousVolumes = List.of();
        private List<PortRequest> ports = List.of();
        private List<String> exposedPorts = List.of();
        private List<String> uidMap = List.of();
        private List<String> gidMap = List.of();
        private String logDriver = "";
        private String logPath = "";
        private List<String> dependencies = List.of();

        private Builder() {}

        public Builder id(String value) {
            this.id = value;
            return this;
        }

        public Builder created(long value) {
            this.created = value;
            return this;
        }

        public Builder request(CreateRequest value) {
            this.request = value;
            this.unread = null;
            return this;
        }

        public Builder imageId(String value) {
            this.imageId = value;
            return this;
        }

        public Builder imageName(String value) {
            this.imageName = value;
            return this;
        }

        public Builder imageDigest(String value) {
            this.imageDigest = value;
            return this;
        }

        public Builder storageDriver(String value) {
            this.storageDriver = value;
            return this;
        }

        public Builder runtime(String value) {
            this.runtime = value;
            return this;
        }

        public Builder monitor(String value) {
            this.monitor = value;
            return this;
        }

        public Builder network(NamespaceMode value) {
            this.network = value;
            return this;
        }

        public Builder user(NamespaceMode value) {
            this.user = value;
            return this;
        }

        public Builder entrypoint(List<String> value) {
            this.entrypoint = value;
            return this;
        }

        public Builder command(List<String> value) {
            this.command = value;
            return this;
        }

        public Builder env(Map<String, String> value) {
            this.env = value;
            return this;
        }

        public Builder workingDirectory(String value) {
            this.workingDirectory = value;
            return this;
        }

        public Builder userSpec(String value) {
            this.userSpec = value;
            return this;
        }

        public Builder hostname(String value) {
            this.hostname = value;
            return this;
        }

        public Builder labels(Map<String, String> value) {
            this.labels = value;
            return this;
        }

        public Builder annotations(Map<String, String> value) {
            this.annotations = value;
            return this;
        }

        public Builder stopSignal(int value) {
            this.stopSignal = value;
            return this;
        }

        public Builder stopTimeout(int value) {
            this.stopTimeout = value;
            return this;
        }

        public Builder mounts(List<MountSpec> value) {
            this.mounts = value;
            return this;
        }

        public Builder anonymousVolumes(List<String> value) {
            this.anonymousVolumes = value;
            return this;
        }

        public Builder ports(List<PortRequest> value) {
            this.ports = value;
            return this;
        }

        public Builder exposedPorts(List<String> value) {
            this.exposedPorts = value;
            return this;
        }

        public Builder uidMap(List<String> value) {
            this.uidMap = value;
            return this;
        }

        public Builder gidMap(List<String> value) {
            this.gidMap = value;
            return this;
        }

        public Builder logDriver(String value) {
            this.logDriver = value;
            return this;
        }

        public Builder logPath(String value) {
            this.logPath = value;
            return this;
        }

        public Builder dependencies(List<String> value) {
            this.dependencies = value;
            return this;
        }

        public ContainerConfig build() {
            return new ContainerConfig(this);
        }
    }
}
