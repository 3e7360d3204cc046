package io.jpod.image.store;

import io.jpod.support.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What running a container needs of an image, written once when the image arrives so that no command parses the image's own documents. */
public final class ImageRunConfig {
    private final String id;
    private final String manifestDigest;
    private final String topLayer;
    private final String os;
    private final String architecture;
    private final String variant;
    private final List<String> env;
    private final List<String> entrypoint;
    private final List<String> command;
    private final String workingDirectory;
    private final String user;
    private final List<String> volumes;
    private final List<String> exposedPorts;
    private final Map<String, String> labels;
    private final String stopSignal;
    private final long created;
    private final long size;
    private final long maxId;

    private ImageRunConfig(Builder builder) {
        this.id = builder.id;
        this.manifestDigest = builder.manifestDigest;
        this.topLayer = builder.topLayer;
        this.os = builder.os;
        this.architecture = builder.architecture;
        this.variant = builder.variant;
        this.env = List.copyOf(builder.env);
        this.entrypoint = List.copyOf(builder.entrypoint);
        this.command = List.copyOf(builder.command);
        this.workingDirectory = builder.workingDirectory;
        this.user = builder.user;
        this.volumes = List.copyOf(builder.volumes);
        this.exposedPorts = List.copyOf(builder.exposedPorts);
        this.labels = Collections.unmodifiableMap(new LinkedHashMap<>(builder.labels));
        this.stopSignal = builder.stopSignal;
        this.created = builder.created;
        this.size = builder.size;
        this.maxId = builder.maxId;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.id = id;
        builder.manifestDigest = manifestDigest;
        builder.topLayer = topLayer;
        builder.os = os;
        builder.architecture = architecture;
        builder.variant = variant;
        builder.env = env;
        builder.entrypoint = entrypoint;
        builder.command = command;
        builder.workingDirectory = workingDirectory;
        builder.user = user;
        builder.volumes = volumes;
        builder.exposedPorts = exposedPorts;
        builder.labels = labels;
        builder.stopSignal = stopSignal;
        builder.created = created;
        builder.size = size;
        builder.maxId = maxId;
        return builder;
    }

    /** SHA-256 of the image's configuration, hexadecimal. */
    public String id() {
        return id;
    }

    /** {@code sha256:…}. */
    public String manifestDigest() {
        return manifestDigest;
    }

    /** Chain id of the uppermost layer, hexadecimal; empty for an image without layers. */
    public String topLayer() {
        return topLayer;
    }

    public String os() {
        return os;
    }

    public String architecture() {
        return architecture;
    }

    public String variant() {
        return variant;
    }

    /** {@code NAME=value}. */
    public List<String> env() {
        return env;
    }

    public List<String> entrypoint() {
        return entrypoint;
    }

    public List<String> command() {
        return command;
    }

    public String workingDirectory() {
        return workingDirectory;
    }

    public String user() {
        return user;
    }

    /** Paths as the image says, not trusted. */
    public List<String> volumes() {
        return volumes;
    }

    /** {@code port/protocol}. */
    public List<String> exposedPorts() {
        return exposedPorts;
    }

    public Map<String, String> labels() {
        return labels;
    }

    public String stopSignal() {
        return stopSignal;
    }

    /** Seconds since the epoch. */
    public long created() {
        return created;
    }

    /** Bytes of all layers unpacked. */
    public long size() {
        return size;
    }

    /** One more than the largest owner id in the layers. */
    public long maxId() {
        return maxId;
    }

    /** The form in which it is kept on disk. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        if (!id.isEmpty()) {
            json.put("id", id);
        }
        if (!manifestDigest.isEmpty()) {
            json.put("manifestDigest", manifestDigest);
        }
        if (!topLayer.isEmpty()) {
            json.put("topLayer", topLayer);
        }
        if (!os.isEmpty()) {
            json.put("os", os);
        }
        if (!architecture.isEmpty()) {
            json.put("architecture", architecture);
        }
        if (!variant.isEmpty()) {
            json.put("variant", variant);
        }
        if (!env.isEmpty()) {
            json.put("env", env);
        }
        if (!entrypoint.isEmpty()) {
            json.put("entrypoint", entrypoint);
        }
        if (!command.isEmpty()) {
            json.put("command", command);
        }
        if (!workingDirectory.isEmpty()) {
            json.put("workingDirectory", workingDirectory);
        }
        if (!user.isEmpty()) {
            json.put("user", user);
        }
        if (!volumes.isEmpty()) {
            json.put("volumes", volumes);
        }
        if (!exposedPorts.isEmpty()) {
            json.put("exposedPorts", exposedPorts);
        }
        if (!labels.isEmpty()) {
            json.put("labels", labels);
        }
        if (!stopSignal.isEmpty()) {
            json.put("stopSignal", stopSignal);
        }
        if (created != 0) {
            json.put("created", created);
        }
        if (size != 0) {
            json.put("size", size);
        }
        if (maxId != 0) {
            json.put("maxId", maxId);
        }
        return json;
    }

    /** Reads what {@link #toJson} wrote; unknown members are ignored. */
    public static ImageRunConfig fromJson(JsonObject json) {
        Builder builder = builder();
        builder.id(json.getString("id", ""));
        builder.manifestDigest(json.getString("manifestDigest", ""));
        builder.topLayer(json.getString("topLayer", ""));
        builder.os(json.getString("os", ""));
        builder.architecture(json.getString("architecture", ""));
        builder.variant(json.getString("variant", ""));
        builder.env(json.getStrings("env"));
        builder.entrypoint(json.getStrings("entrypoint"));
        builder.command(json.getStrings("command"));
        builder.workingDirectory(json.getString("workingDirectory", ""));
        builder.user(json.getString("user", ""));
        builder.volumes(json.getStrings("volumes"));
        builder.exposedPorts(json.getStrings("exposedPorts"));
        builder.labels(json.getStringMap("labels"));
        builder.stopSignal(json.getString("stopSignal", ""));
        builder.created(json.getLong("created", 0));
        builder.size(json.getLong("size", 0));
        builder.maxId(json.getLong("maxId", 0));
        return builder.build();
    }

    /** Collects the values of a {@link ImageRunConfig}. */
    public static final class Builder {
        private String id = "";
        private String manifestDigest = "";
        private String topLayer = "";
        private String os = "";
        private String architecture = "";
        private String variant = "";
        private List<String> env = List.of();
        private List<String> entrypoint = List.of();
        private List<String> command = List.of();
        private String workingDirectory = "";
        private String user = "";
        private List<String> volumes = List.of();
        private List<String> exposedPorts = List.of();
        private Map<String, String> labels = Map.of();
        private String stopSignal = "";
        private long created;
        private long size;
        private long maxId;

        private Builder() {}

        public Builder id(String value) {
            this.id = value;
            return this;
        }

        public Builder manifestDigest(String value) {
            this.manifestDigest = value;
            return this;
        }

        public Builder topLayer(String value) {
            this.topLayer = value;
            return this;
        }

        public Builder os(String value) {
            this.os = value;
            return this;
        }

        public Builder architecture(String value) {
            this.architecture = value;
            return this;
        }

        public Builder variant(String value) {
            this.variant = value;
            return this;
        }

        public Builder env(List<String> value) {
            this.env = value;
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

        public Builder workingDirectory(String value) {
            this.workingDirectory = value;
            return this;
        }

        public Builder user(String value) {
            this.user = value;
            return this;
        }

        public Builder volumes(List<String> value) {
            this.volumes = value;
            return this;
        }

        public Builder exposedPorts(List<String> value) {
            this.exposedPorts = value;
            return this;
        }

        public Builder labels(Map<String, String> value) {
            this.labels = value;
            return this;
        }

        public Builder stopSignal(String value) {
            this.stopSignal = value;
            return this;
        }

        public Builder created(long value) {
            this.created = value;
            return this;
        }

        public Builder size(long value) {
            this.size = value;
            return this;
        }

        public Builder maxId(long value) {
            this.maxId = value;
            return this;
        }

        public ImageRunConfig build() {
            return new ImageRunConfig(this);
        }
    }
}
