package io.jpod.engine.request;

import io.jpod.support.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** From creation to removal. */
public final class LifecycleOptions {
    private final boolean remove;
    private final boolean removeImage;
    private final String restartPolicy;
    private final int restartRetries;
    private final String stopSignal;
    private final Integer stopTimeout;
    private final int timeout;
    private final String cidFile;
    private final String pidFile;
    private final String conmonPidFile;
    private final String sdNotify;
    private final List<String> requires;
    private final boolean replace;

    private LifecycleOptions(Builder builder) {
        this.remove = builder.remove;
        this.removeImage = builder.removeImage;
        this.restartPolicy = builder.restartPolicy;
        this.restartRetries = builder.restartRetries;
        this.stopSignal = builder.stopSignal;
        this.stopTimeout = builder.stopTimeout;
        this.timeout = builder.timeout;
        this.cidFile = builder.cidFile;
        this.pidFile = builder.pidFile;
        this.conmonPidFile = builder.conmonPidFile;
        this.sdNotify = builder.sdNotify;
        this.requires = List.copyOf(builder.requires);
        this.replace = builder.replace;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.remove = remove;
        builder.removeImage = removeImage;
        builder.restartPolicy = restartPolicy;
        builder.restartRetries = restartRetries;
        builder.stopSignal = stopSignal;
        builder.stopTimeout = stopTimeout;
        builder.timeout = timeout;
        builder.cidFile = cidFile;
        builder.pidFile = pidFile;
        builder.conmonPidFile = conmonPidFile;
        builder.sdNotify = sdNotify;
        builder.requires = requires;
        builder.replace = replace;
        return builder;
    }

    /** {@code --rm}. */
    public boolean remove() {
        return remove;
    }

    /** {@code --rmi}. */
    public boolean removeImage() {
        return removeImage;
    }

    /** {@code no}, {@code always}, {@code on-failure}, {@code unless-stopped}. */
    public String restartPolicy() {
        return restartPolicy;
    }

    /** 0 for no limit. */
    public int restartRetries() {
        return restartRetries;
    }

    /** Name or number as given; empty for the image's, else SIGTERM. */
    public String stopSignal() {
        return stopSignal;
    }

    /** Seconds; 10 when absent. */
    public Optional<Integer> stopTimeout() {
        return Optional.ofNullable(stopTimeout);
    }

    /** Seconds after which the container is killed; 0 for never. */
    public int timeout() {
        return timeout;
    }

    public String cidFile() {
        return cidFile;
    }

    public String pidFile() {
        return pidFile;
    }

    public String conmonPidFile() {
        return conmonPidFile;
    }

    /** {@code container}, {@code conmon} or {@code ignore}. */
    public String sdNotify() {
        return sdNotify;
    }

    /** Containers that must run first. */
    public List<String> requires() {
        return requires;
    }

    public boolean replace() {
        return replace;
    }

    /** The form in which it is kept on disk. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.putNonEmpty("remove", remove);
        json.putNonEmpty("removeImage", removeImage);
        json.putNonEmpty("restartPolicy", restartPolicy);
        json.putNonEmpty("restartRetries", restartRetries);
        json.putNonEmpty("stopSignal", stopSignal);
        json.put("stopTimeout", stopTimeout);
        json.putNonEmpty("timeout", timeout);
        json.putNonEmpty("cidFile", cidFile);
        json.putNonEmpty("pidFile", pidFile);
        json.putNonEmpty("conmonPidFile", conmonPidFile);
        json.putNonEmpty("sdNotify", sdNotify);
        json.putNonEmpty("requires", requires);
        json.putNonEmpty("replace", replace);
        return json;
    }

    /** Reads what {@link #toJson} wrote; unknown members are ignored. */
    public static LifecycleOptions fromJson(JsonObject json) {
        Builder builder = builder();
        builder.remove(json.getBoolean("remove", false));
        builder.removeImage(json.getBoolean("removeImage", false));
        builder.restartPolicy(json.getString("restartPolicy", ""));
        builder.restartRetries(json.getInt("restartRetries", 0));
        builder.stopSignal(json.getString("stopSignal", ""));
        if (json.has("stopTimeout")) {
            builder.stopTimeout(json.getInt("stopTimeout", 0));
        }
        builder.timeout(json.getInt("timeout", 0));
        builder.cidFile(json.getString("cidFile", ""));
        builder.pidFile(json.getString("pidFile", ""));
        builder.conmonPidFile(json.getString("conmonPidFile", ""));
        builder.sdNotify(json.getString("sdNotify", ""));
        builder.requires(json.getStrings("requires"));
        builder.replace(json.getBoolean("replace", false));
        return builder.build();
    }

    /** Collects the values of a {@link LifecycleOptions}. */
    public static final class Builder {
        private boolean remove;
        private boolean removeImage;
        private String restartPolicy = "";
        private int restartRetries;
        private String stopSignal = "";
        private Integer stopTimeout;
        private int timeout;
        private String cidFile = "";
        private String pidFile = "";
        private String conmonPidFile = "";
        private String sdNotify = "";
        private List<String> requires = List.of();
        private boolean replace;

        private Builder() {}

        public Builder remove(boolean value) {
            this.remove = value;
            return this;
        }

        public Builder removeImage(boolean value) {
            this.removeImage = value;
            return this;
        }

        public Builder restartPolicy(String value) {
            this.restartPolicy = value;
            return this;
        }

        public Builder restartRetries(int value) {
            this.restartRetries = value;
            return this;
        }

        public Builder stopSignal(String value) {
            this.stopSignal = value;
            return this;
        }

        public Builder stopTimeout(int value) {
            this.stopTimeout = value;
            return this;
        }

        public Builder timeout(int value) {
            this.timeout = value;
            return this;
        }

        public Builder cidFile(String value) {
            this.cidFile = value;
            return this;
        }

        public Builder pidFile(String value) {
            this.pidFile = value;
            return this;
        }

        public Builder conmonPidFile(String value) {
            this.conmonPidFile = value;
            return this;
        }

        public Builder sdNotify(String value) {
            this.sdNotify = value;
            return this;
        }

        public Builder requires(List<String> value) {
            this.requires = value;
            return this;
        }

        public Builder replace(boolean value) {
            this.replace = value;
            return this;
        }

        public LifecycleOptions build() {
            return new LifecycleOptions(this);
        }
    }
}
