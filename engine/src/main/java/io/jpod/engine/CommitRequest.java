package io.jpod.engine;

import java.util.List;
import java.util.Objects;

/** How an image is made of a container. Immutable. */
public final class CommitRequest {
    private final String name;
    private final String author;
    private final String message;
    private final List<String> changes;
    private final String config;
    private final boolean docker;
    private final boolean volumes;
    private final boolean pause;
    private final boolean squash;

    private CommitRequest(Builder builder) {
        this.name = builder.name;
        this.author = builder.author;
        this.message = builder.message;
        this.changes = List.copyOf(builder.changes);
        this.config = builder.config;
        this.docker = builder.docker;
        this.volumes = builder.volumes;
        this.pause = builder.pause;
        this.squash = builder.squash;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The new image's name; empty for none. */
    public String name() {
        return name;
    }

    public String author() {
        return author;
    }

    /** A comment, which only Docker's form of an image has a place for. */
    public String message() {
        return message;
    }

    /** Instructions such as {@code CMD ["sh"]}. */
    public List<String> changes() {
        return changes;
    }

    /** A JSON document whose {@code config} members replace the container's; empty for none. */
    public String config() {
        return config;
    }

    /** True for Docker's documents instead of OCI's. */
    public boolean docker() {
        return docker;
    }

    /** True when the container's volumes become volumes of the image. */
    public boolean volumes() {
        return volumes;
    }

    /** True when the container's processes stand still meanwhile. */
    public boolean pause() {
        return pause;
    }

    /** True for one layer that holds everything. */
    public boolean squash() {
        return squash;
    }

    /** Builds requests. */
    public static final class Builder {
        private String name = "";
        private String author = "";
        private String message = "";
        private List<String> changes = List.of();
        private String config = "";
        private boolean docker;
        private boolean volumes;
        private boolean pause;
        private boolean squash;

        private Builder() {}

        public Builder name(String value) {
            name = Objects.requireNonNull(value);
            return this;
        }

        public Builder author(String value) {
            author = Objects.requireNonNull(value);
            return this;
        }

        public Builder message(String value) {
            message = Objects.requireNonNull(value);
            return this;
        }

        public Builder changes(List<String> value) {
            changes = value;
            return this;
        }

        public Builder config(String value) {
            config = Objects.requireNonNull(value);
            return this;
        }

        public Builder docker(boolean value) {
            docker = value;
            return this;
        }

        public Builder volumes(boolean value) {
            volumes = value;
            return this;
        }

        public Builder pause(boolean value) {
            pause = value;
            return this;
        }

        public Builder squash(boolean value) {
            squash = value;
            return this;
        }

        public CommitRequest build() {
            return new CommitRequest(this);
        }
    }
}
