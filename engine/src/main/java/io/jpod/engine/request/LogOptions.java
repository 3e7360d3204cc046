package io.jpod.engine.request;

import io.jpod.support.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where output goes. */
public final class LogOptions {
    private final String driver;
    private final Map<String, String> options;

    private LogOptions(Builder builder) {
        this.driver = builder.driver;
        this.options = Collections.unmodifiableMap(new LinkedHashMap<>(builder.options));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.driver = driver;
        builder.options = options;
        return builder;
    }

    /** {@code k8s-file}, {@code json-file}, {@code journald}, {@code none}, {@code passthrough}; empty for the default. */
    public String driver() {
        return driver;
    }

    /** {@code path}, {@code max-size}, {@code tag}. */
    public Map<String, String> options() {
        return options;
    }

    /** The form in which it is kept on disk. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.putNonEmpty("driver", driver);
        json.putNonEmpty("options", options);
        return json;
    }

    /** Reads what {@link #toJson} wrote; unknown members are ignored. */
    public static LogOptions fromJson(JsonObject json) {
        Builder builder = builder();
        builder.driver(json.getString("driver", ""));
        builder.options(json.getStringMap("options"));
        return builder.build();
    }

    /** Collects the values of a {@link LogOptions}. */
    public static final class Builder {
        private String driver = "";
        private Map<String, String> options = Map.of();

        private Builder() {}

        public Builder driver(String value) {
            this.driver = value;
            return this;
        }

        public Builder options(Map<String, String> value) {
            this.options = value;
            return this;
        }

        public LogOptions build() {
            return new LogOptions(this);
        }
    }
}
