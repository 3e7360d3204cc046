package io.jpod.engine.request;

import io.jpod.support.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Everything that a caller says about a container to create; the engine adds what image and host say. */
public final class CreateRequest {
    private final String name;
    private final String image;
    private final String pull;
    private final String platform;
    private final String runtime;
    private final Map<String, String> labels;
    private final Map<String, String> annotations;
    private final List<String> createCommand;
    private final ProcessOptions process;
    private final SecurityOptions security;
    private final ResourceLimits resources;
    private final FilesystemOptions filesystem;
    private final NamespaceOptions namespaces;
    private final NetworkOptions network;
    private final LogOptions log;
    private final LifecycleOptions lifecycle;

    private CreateRequest(Builder builder) {
        this.name = builder.name;
        this.image = builder.image;
        this.pull = builder.pull;
        this.platform = builder.platform;
        this.runtime = builder.runtime;
        this.labels = Collections.unmodifiableMap(new LinkedHashMap<>(builder.labels));
        this.annotations = Collections.unmodifiableMap(new LinkedHashMap<>(builder.annotations));
        this.createCommand = List.copyOf(builder.createCommand);
        this.process = Objects.requireNonNull(builder.process, "process");
        this.security = Objects.requireNonNull(builder.security, "security");
        this.resources = Objects.requireNonNull(builder.resources, "resources");
        this.filesystem = Objects.requireNonNull(builder.filesystem, "filesystem");
        this.namespaces = Objects.requireNonNull(builder.namespaces, "namespaces");
        this.network = Objects.requireNonNull(builder.network, "network");
        this.log = Objects.requireNonNull(builder.log, "log");
        this.lifecycle = Objects.requireNonNull(builder.lifecycle, "lifecycle");
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.name = name;
        builder.image = image;
        builder.pull = pull;
        builder.platform = platform;
        builder.runtime = runtime;
        builder.labels = labels;
        builder.annotations = annotations;
        builder.createCommand = createCommand;
        builder.process = process;
        builder.security = security;
        builder.resources = resources;
        builder.filesystem = filesystem;
        builder.namespaces = namespaces;
        builder.network = network;
        builder.log = log;
        builder.lifecycle = lifecycle;
        return builder;
    }

    /** Empty for a generated name. */
    public String name() {
        return name;
    }

    /** Reference as given; empty with a root file system of the caller's. */
    public String image() {
        return image;
    }

    /** {@code missing} (default), {@code always}, {@code never} or {@code newer}. */
    public String pull() {
        return pull;
    }

    /** {@code os/arch[/variant]}; empty for the host's. */
    public String platform() {
        return platform;
    }

    /** Runtime by name or path for this container; empty for the engine's. */
    public String runtime() {
        return runtime;
    }

    public Map<String, String> labels() {
        return labels;
    }

    public Map<String, String> annotations() {
        return annotations;
    }

    /** The command line, for inspect. */
    public List<String> createCommand() {
        return createCommand;
    }

    public ProcessOptions process() {
        return process;
    }

    public SecurityOptions security() {
        return security;
    }

    public ResourceLimits resources() {
        return resources;
    }

    public FilesystemOptions filesystem() {
        return filesystem;
    }

    public NamespaceOptions namespaces() {
        return namespaces;
    }

    public NetworkOptions network() {
        return network;
    }

    public LogOptions log() {
        return log;
    }

    public LifecycleOptions lifecycle() {
        return lifecycle;
    }

    /** The form in which it is kept on disk. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.putNonEmpty("name", name);
        json.putNonEmpty("image", image);
        json.putNonEmpty("pull", pull);
        json.putNonEmpty("platform", platform);
        json.putNonEmpty("runtime", runtime);
        json.putNonEmpty("labels", labels);
        json.putNonEmpty("annotations", annotations);
        json.putNonEmpty("createCommand", createCommand);
        json.put("process", process.toJson());
        json.put("security", security.toJson());
        json.put("resources", resources.toJson());
        json.put("filesystem", filesystem.toJson());
        json.put("namespaces", namespaces.toJson());
        json.put("network", network.toJson());
        json.put("log", log.toJson());
        json.put("lifecycle", lifecycle.toJson());
        return json;
    }

    /** Reads what {@link #toJson} wrote; unknown members are ignored. */
    public static CreateRequest fromJson(JsonObject json) {
        Builder builder = builder();
        builder.name(json.getString("name", ""));
        builder.image(json.getString("image", ""));
        builder.pull(json.getString("pull", ""));
        builder.platform(json.getString("platform", ""));
        builder.runtime(json.getString("runtime", ""));
        builder.labels(json.getStringMap("labels"));
        builder.annotations(json.getStringMap("annotations"));
        builder.createCommand(json.getStrings("createCommand"));
        builder.process(ProcessOptions.fromJson(json.getObject("process")));
        builder.security(SecurityOptions.fromJson(json.getObject("security")));
        builder.resources(ResourceLimits.fromJson(json.getObject("resources")));
        builder.filesystem(FilesystemOptions.fromJson(json.getObject("filesystem")));
        builder.namespaces(NamespaceOptions.fromJson(json.getObject("namespaces")));
        builder.network(NetworkOptions.fromJson(json.getObject("network")));
        builder.log(LogOptions.fromJson(json.getObject("log")));
        builder.lifecycle(LifecycleOptions.fromJson(json.getObject("lifecycle")));
        return builder.build();
    }

    /** Collects the values of a {@link CreateRequest}. */
    public static final class Builder {
        private String name = "";
        private String image = "";
        private String pull = "";
        private String platform = "";
        private String runtime = "";
        private Map<String, String> labels = Map.of();
        private Map<String, String> annotations = Map.of();
        private List<String> createCommand = List.of();
        private ProcessOptions process;
        private SecurityOptions security;
        private ResourceLimits resources;
        private FilesystemOptions filesystem;
        private NamespaceOptions namespaces;
        private NetworkOptions network;
        private LogOptions log;
        private LifecycleOptions lifecycle;

        private Builder() {}

        public Builder name(String value) {
            this.name = value;
            return this;
        }

        public Builder image(String value) {
            this.image = value;
            return this;
        }

        public Builder pull(String value) {
            this.pull = value;
            return this;
        }

        public Builder platform(String value) {
            this.platform = value;
            return this;
        }

        public Builder runtime(String value) {
            this.runtime = value;
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

        public Builder createCommand(List<String> value) {
            this.createCommand = value;
            return this;
        }

        public Builder process(ProcessOptions value) {
            this.process = value;
            return this;
        }

        public Builder security(SecurityOptions value) {
            this.security = value;
            return this;
        }

        public Builder resources(ResourceLimits value) {
            this.resources = value;
            return this;
        }

        public Builder filesystem(FilesystemOptions value) {
            this.filesystem = value;
            return this;
        }

        public Builder namespaces(NamespaceOptions value) {
            this.namespaces = value;
            return this;
        }

        public Builder network(NetworkOptions value) {
            this.network = value;
            return this;
        }

        public Builder log(LogOptions value) {
            this.log = value;
            return this;
        }

        public Builder lifecycle(LifecycleOptions value) {
            this.lifecycle = value;
            return this;
        }

        public CreateRequest build() {
            return new CreateRequest(this);
        }
    }
}
