package io.jpod.engine;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Which images are written where, and how. Immutable. */
public final class SaveRequest {
    private final List<String> images;
    private final String format;
    private final boolean several;
    private final boolean compress;
    private final boolean uncompressed;
    private final Optional<Path> file;
    private final Optional<OutputStream> stream;

    private SaveRequest(Builder builder) {
        this.images = List.copyOf(builder.images);
        this.format = builder.format;
        this.several = builder.several;
        this.compress = builder.compress;
        this.uncompressed = builder.uncompressed;
        this.file = Optional.ofNullable(builder.file);
        this.stream = Optional.ofNullable(builder.stream);
    }

    /** @param images at least one; without {@link #several} the others are more names of the first */
    public static Builder builder(List<String> images) {
        return new Builder(images);
    }

    public List<String> images() {
        return images;
    }

    /** {@code docker-archive}, {@code oci-archive}, {@code docker-dir} or {@code oci-dir}. */
    public String format() {
        return format;
    }

    /** True when every word is an image of its own; {@code docker-archive} only. */
    public boolean several() {
        return several;
    }

    /** True when plain layers are compressed in a {@code docker-dir}. */
    public boolean compress() {
        return compress;
    }

    /** True when plain layers stay plain in OCI's formats. */
    public boolean uncompressed() {
        return uncompressed;
    }

    /** The file or directory to make; empty with a stream. */
    public Optional<Path> file() {
        return file;
    }

    /** Where an archive is written as it is made; stays open. */
    public Optional<OutputStream> stream() {
        return stream;
    }

    /** Builds requests. */
    public static final class Builder {
        private final List<String> images;
        private String format = "docker-archive";
        private boolean several;
        private boolean compress;
        private boolean uncompressed;
        private Path file;
        private OutputStream stream;

        private Builder(List<String> images) {
            this.images = images;
        }

        public Builder format(String value) {
            format = Objects.requireNonNull(value);
            return this;
        }

        public Builder several(boolean value) {
            several = value;
            return this;
        }

        public Builder compress(boolean value) {
            compress = value;
            return this;
        }

        public Builder uncompressed(boolean value) {
            uncompressed = value;
            return this;
        }

        public Builder file(Path value) {
            file = Objects.requireNonNull(value);
            return this;
        }

        public Builder stream(OutputStream value) {
            stream = Objects.requireNonNull(value);
            return this;
        }

        public SaveRequest build() {
            return new SaveRequest(this);
        }
    }
}
