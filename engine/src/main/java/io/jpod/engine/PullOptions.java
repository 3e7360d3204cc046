package io.jpod.engine;

import io.jpod.image.trust.SigstoreSigner;
import java.util.ArrayList;
import java.util.List;
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
    private final String passphraseFile;
    private final List<SigstoreSigner> sigstoreSigners;
    private final List<String> addCompression;
    private final String signBy;
    private final String signaturePolicy;
    private final boolean compress;
    private final List<String> encryptionKeys;
    private final List<Integer> encryptLayers;
    private final List<String> decryptionKeys;

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
        this.passphraseFile = builder.passphraseFile;
        this.sigstoreSigners = List.copyOf(builder.sigstoreSigners);
        this.addCompression = List.copyOf(builder.addCompression);
        this.signBy = builder.signBy;
        this.signaturePolicy = builder.signaturePolicy;
        this.compress = builder.compress;
        this.encryptionKeys = List.copyOf(builder.encryptionKeys);
        this.encryptLayers = List.copyOf(builder.encryptLayers);
        this.decryptionKeys = List.copyOf(builder.decryptionKeys);
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
        builder.passphraseFile = passphraseFile;
        builder.sigstoreSigners.addAll(sigstoreSigners);
        builder.addCompression.addAll(addCompression);
        builder.signBy = signBy;
        builder.signaturePolicy = signaturePolicy;
        builder.compress = compress;
        builder.encryptionKeys = encryptionKeys;
        builder.encryptLayers = encryptLayers;
        builder.decryptionKeys = decryptionKeys;
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

    /** Compress the layers in a directory. */
    public boolean compress() {
        return compress;
    }

    /** For whom layers are encrypted: {@code jwe:FILE}, {@code pkcs7:FILE}, {@code pgp:ADDRESS}. Empty: not at all. */
    public List<String> encryptionKeys() {
        return encryptionKeys;
    }

    /** The layers to encrypt, from 0 for the lowest or -1 for the uppermost; empty for all. */
    public List<Integer> encryptLayers() {
        return encryptLayers;
    }

    /** Keys for encrypted layers: {@code FILE}, followed by {@code :pass=PASSWORD} or {@code :file=FILE} at will. */
    public List<String> decryptionKeys() {
        return decryptionKeys;
    }

    /** A {@code policy.json} instead of the user's or the machine's. */
    public String signaturePolicy() {
        return signaturePolicy;
    }

    /** Key to sign with, in words of gpg. */
    public String signBy() {
        return signBy;
    }

    /** Keys to make sigstore signatures with. */
    public List<SigstoreSigner> sigstoreSigners() {
        return sigstoreSigners;
    }

    /** Compressions that each image of a pushed list is to be there in, beside its own: {@code gzip}, {@code zstd}. */
    public List<String> addCompression() {
        return addCompression;
    }

    /** File with the passphrase of the signing key. */
    public String passphraseFile() {
        return passphraseFile;
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
        private String passphraseFile = "";
        private final List<SigstoreSigner> sigstoreSigners = new ArrayList<>();
        private final List<String> addCompression = new ArrayList<>();
        private String signBy = "";
        private String signaturePolicy = "";
        private boolean compress;
        private List<String> encryptionKeys = List.of();
        private List<Integer> encryptLayers = List.of();
        private List<String> decryptionKeys = List.of();

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

        public Builder compress(boolean value) {
            this.compress = value;
            return this;
        }

        public Builder encryptionKeys(List<String> value) {
            this.encryptionKeys = value;
            return this;
        }

        public Builder encryptLayers(List<Integer> value) {
            this.encryptLayers = value;
            return this;
        }

        public Builder decryptionKeys(List<String> value) {
            this.decryptionKeys = value;
            return this;
        }

        public Builder signaturePolicy(String value) {
            this.signaturePolicy = value;
            return this;
        }

        public Builder signBy(String value) {
            this.signBy = value;
            return this;
        }

        /** Adds a key. */
        public Builder sigstoreSigner(SigstoreSigner value) {
            this.sigstoreSigners.add(value);
            return this;
        }

        public Builder addCompression(List<String> values) {
            this.addCompression.addAll(values);
            return this;
        }

        public Builder passphraseFile(String value) {
            this.passphraseFile = value;
            return this;
        }

        public PullOptions build() {
            return new PullOptions(this);
        }
    }
}
