package io.jpod.engine.request;

import io.jpod.support.json.JsonObject;
import java.util.List;

/** One mount that the caller, the image or {@code --volumes-from} asks for. */
public final class MountSpec {
    private final String type;
    private final String source;
    private final String destination;
    private final List<String> options;
    private final boolean fromImage;

    private MountSpec(Builder builder) {
        this.type = builder.type;
        this.source = builder.source;
        this.destination = builder.destination;
        this.options = List.copyOf(builder.options);
        this.fromImage = builder.fromImage;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.type = type;
        builder.source = source;
        builder.destination = destination;
        builder.options = options;
        builder.fromImage = fromImage;
        return builder;
    }

    /** {@code bind}, {@code volume}, {@code tmpfs}, {@code ramfs}, {@code image}, {@code devpts} or {@code glob}. */
    public String type() {
        return type;
    }

    /** Host path, volume name (empty for an anonymous volume) or image. */
    public String source() {
        return source;
    }

    /** Absolute path in the container. */
    public String destination() {
        return destination;
    }

    /** As podman writes them: {@code ro}, {@code rbind}, {@code z}, {@code U}, {@code size=64m}, {@code idmap}, {@code copy}, {@code nocopy}, {@code subpath=…}, … */
    public List<String> options() {
        return options;
    }

    /** True when only the image's VOLUME asks for it. */
    public boolean fromImage() {
        return fromImage;
    }

    /** The form in which it is kept on disk. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.putNonEmpty("type", type);
        json.putNonEmpty("source", source);
        json.putNonEmpty("destination", destination);
        json.putNonEmpty("options", options);
        json.putNonEmpty("fromImage", fromImage);
        return json;
    }

    /** Reads what {@link #toJson} wrote; unknown members are ignored. */
    public static MountSpec fromJson(JsonObject json) {
        Builder builder = builder();
        builder.type(json.getString("type", ""));
        builder.source(json.getString("source", ""));
        builder.destination(json.getString("destination", ""));
        builder.options(json.getStrings("options"));
        builder.fromImage(json.getBoolean("fromImage", false));
        return builder.build();
    }

    /** Collects the values of a {@link MountSpec}. */
    public static final class Builder {
        private String type = "";
        private String source = "";
        private String destination = "";
        private List<String> options = List.of();
        private boolean fromImage;

        private Builder() {}

        public Builder type(String value) {
            this.type = value;
            return this;
        }

        public Builder source(String value) {
            this.source = value;
            return this;
        }

        public Builder destination(String value) {
            this.destination = value;
            return this;
        }

        public Builder options(List<String> value) {
            this.options = value;
            return this;
        }

        public Builder fromImage(boolean value) {
            this.fromImage = value;
            return this;
        }

        public MountSpec build() {
            return new MountSpec(this);
        }
    }
}
