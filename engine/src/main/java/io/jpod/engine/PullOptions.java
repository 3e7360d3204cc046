package io.jpod.engine;

import java.util.Optional;

/** How images are fetched and sent. */
public final class PullOptions {
    private final String platform;
    private final String policy;
    private final String authFile;
    private final String credentials;
    private final String certDir;
    private final Boolean tlsVerify;
    private final boolean allTags;
    private final Integer retries;
    private final Integer retryDelaySeconds;
    private final String format;
    private final String digestFile;
    private final String compressionFormat;
    private final Integer compressionLevel;
    private final boolean forceCompression;
    private final boolean removeSignatures;

    private PullOptions(Builder builder) {
        this.platform = builder.platform;
        this.policy = builder.policy;
        this.authFile = builder.authFile;
        this.credentials = builder.credentials;
        this.certDir = builder.certDir;
        this.tlsVerify = builder.tlsVerify;
        this.allTags = builder.allTags;
        this.retries = builder.retries;
        this.retryDelaySeconds = builder.retryDelaySeconds;
        this.format = builder.format;
        this.digestFile = builder.digestFile;
        this.compressionFormat = builder.compressionFormat;
        this.compressionLevel = builder.compressionLevel;
        this.forceCompression = builder.forceCompression;
        this.removeSignatures = builder.removeSignatures;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.platform = platform;
        builder.policy = policy;
        builder.authFile = authFile;
        builder.credentials = credentials;
        builder.certDir = certDir;
        builder.tlsVerify = tlsVerify;
        builder.allTags = allTags;
        builder.retries = retries;
        builder.retryDelaySeconds = retryDelaySeconds;
        builder.format = format;
        builder.digestFile = digestFile;
        builder.compressionFormat = compressionFormat;
        builder.compressionLevel = compressionLevel;
        builder.forceCompression = forceCompression;
        builder.removeSignatures = removeSignatures;
        return builder;
    }

    /** {@code os/arch[/variant]}; empty for the host's. */
    public String platform() {
        return platform;
    }

    /** {@code always}, {@code missing}, {@code never} or {@code newer}. */
    public String policy() {
        return policy;
    }

    public String authFile() {
        return authFile;
    }

    /** {@code user:password}. */
    public String credentials() {
        return credentials;
    }

    public String certDir() {
        return certDir;
    }

    /** Absent: as registries.conf says. */
    public Optional<Boolean> tlsVerify() {
        return Optional.ofNullable(tlsVerify);
    }

    public boolean allTags() {
        return allTags;
    }

    public Optional<Integer> retries() {
        return Optional.ofNullable(retries);
    }

    public Optional<Integer> retryDelaySeconds() {
        return Optional.ofNullable(retryDelaySeconds);
    }

    /** Manifest format when pushing: {@code oci}, {@code v2s2}; empty for the stored one. */
    public String format() {
        return format;
    }

    public String digestFile() {
        return digestFile;
    }

    public String compressionFormat() {
        return compressionFormat;
    }

    public Optional<Integer> compressionLevel() {
        return Optional.ofNullable(compressionLevel);
    }

    public boolean forceCompression() {
        return forceCompression;
    }

    public boolean removeSignatures() {
        return removeSignatures;
    }

    /** Collects the values of a {@link PullOptions}. */
    public static final class Builder {
        private String platform = "";
        private String policy = "";
        private String authFile = "";
        private String credentials = "";
        private String certDir = "";
        private Boolean tlsVerify;
        private boolean allTags;
        private Integer retries;
        private Integer retryDelaySeconds;
        private String format = "";
        private String digestFile = "";
        private String compressionFormat = "";
        private Integer compressionLevel;
        private boolean forceCompression;
        private boolean removeSignatures;

        private Builder() {}

        public Builder platform(String value) {
            this.platform = value;
            return this;
        }

        public Builder policy(String value) {
            this.policy = value;
            return this;
        }

        public Builder authFile(String value) {
            this.authFile = value;
            return this;
        }

        public Builder credentials(String value) {
            this.credentials = value;
            return this;
        }

        public Builder certDir(String value) {
            this.certDir = value;
            return this;
        }

        public Builder tlsVerify(Boolean value) {
            this.tlsVerify = value;
            return this;
        }

        public Builder allTags(boolean value) {
            this.allTags = value;
            return this;
        }

        public Builder retries(int value) {
            this.retries = value;
            return this;
        }

        public Builder retryDelaySeconds(int value) {
            this.retryDelaySeconds = value;
            return this;
        }

        public Builder format(String value) {
            this.format = value;
            return this;
        }

        public Builder digestFile(String value) {
            this.digestFile = value;
            return this;
        }

        public Builder compressionFormat(String value) {
            this.compressionFormat = value;
            return this;
        }

        public Builder compressionLevel(int value) {
            this.compressionLevel = value;
            return this;
        }

        public Builder forceCompression(boolean value) {
            this.forceCompression = value;
            return this;
        }

        public Builder removeSignatures(boolean value) {
            this.removeSignatures = value;
            return this;
        }

        public PullOptions build() {
            return new PullOptions(this);
        }
    }
}
