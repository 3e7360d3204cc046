package io.jpod.engine.request;

import io.jpod.support.json.JsonObject;

/** The value of a namespace flag: {@code kind} or {@code kind:value}. */
public final class NamespaceMode {
    private final String kind;
    private final String value;

    private NamespaceMode(Builder builder) {
        this.kind = builder.kind;
        this.value = builder.value;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.kind = kind;
        builder.value = value;
        return builder;
    }

    /** For example {@code host}, {@code private}, {@code container}, {@code ns}; empty for the default. */
    public String kind() {
        return kind;
    }

    /** What follows the first colon. */
    public String value() {
        return value;
    }

    /** The form in which it is kept on disk. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.putNonEmpty("kind", kind);
        json.putNonEmpty("value", value);
        return json;
    }

    /** Reads what {@link #toJson} wrote; unknown members are ignored. */
    public static NamespaceMode fromJson(JsonObject json) {
        Builder builder = builder();
        builder.kind(json.getString("kind", ""));
        builder.value(json.getString("value", ""));
        return builder.build();
    }

    /** Collects the values of a {@link NamespaceMode}. */
    public static final class Builder {
        private String kind = "";
        private String value = "";

        private Builder() {}

        public Builder kind(String value) {
            this.kind = value;
            return this;
        }

        public Builder value(String value) {
            this.value = value;
            return this;
        }

        public NamespaceMode build() {
            return new NamespaceMode(this);
        }
    }
}
