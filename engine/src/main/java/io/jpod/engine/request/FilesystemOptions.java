package io.jpod.engine.request;

import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The root file system and what is mounted into it. */
public final class FilesystemOptions {
    private final String rootfs;
    private final boolean rootfsOverlay;
    private final boolean readOnly;
    private final boolean readOnlyTmpfs;
    private final List<MountSpec> mounts;
    private final List<String> volumesFrom;
    private final String imageVolume;
    private final Long shmSize;
    private final Long shmSizeSystemd;
    private final List<String> chrootDirs;

    private FilesystemOptions(Builder builder) {
        this.rootfs = builder.rootfs;
        this.rootfsOverlay = builder.rootfsOverlay;
        this.readOnly = builder.readOnly;
        this.readOnlyTmpfs = builder.readOnlyTmpfs;
        this.mounts = List.copyOf(builder.mounts);
        this.volumesFrom = List.copyOf(builder.volumesFrom);
        this.imageVolume = builder.imageVolume;
        this.shmSize = builder.shmSize;
        this.shmSizeSystemd = builder.shmSizeSystemd;
        this.chrootDirs = List.copyOf(builder.chrootDirs);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.rootfs = rootfs;
        builder.rootfsOverlay = rootfsOverlay;
        builder.readOnly = readOnly;
        builder.readOnlyTmpfs = readOnlyTmpfs;
        builder.mounts = mounts;
        builder.volumesFrom = volumesFrom;
        builder.imageVolume = imageVolume;
        builder.shmSize = shmSize;
        builder.shmSizeSystemd = shmSizeSystemd;
        builder.chrootDirs = chrootDirs;
        return builder;
    }

    /** {@code --rootfs} directory; empty when there is an image. */
    public String rootfs() {
        return rootfs;
    }

    /** {@code --rootfs DIR:O}. */
    public boolean rootfsOverlay() {
        return rootfsOverlay;
    }

    public boolean readOnly() {
        return readOnly;
    }

    /** Writable /tmp, /run and /var/tmp in a read-only container. */
    public boolean readOnlyTmpfs() {
        return readOnlyTmpfs;
    }

    /** {@code --volume}, {@code --mount} and {@code --tmpfs}, in order. */
    public List<MountSpec> mounts() {
        return mounts;
    }

    /** {@code CONTAINER[:OPTIONS]}. */
    public List<String> volumesFrom() {
        return volumesFrom;
    }

    /** {@code bind} (default: anonymous volume), {@code tmpfs} or {@code ignore}. */
    public String imageVolume() {
        return imageVolume;
    }

    /** Bytes. */
    public Optional<Long> shmSize() {
        return Optional.ofNullable(shmSize);
    }

    /** Bytes. */
    public Optional<Long> shmSizeSystemd() {
        return Optional.ofNullable(shmSizeSystemd);
    }

    public List<String> chrootDirs() {
        return chrootDirs;
    }

    /** The form in which it is kept on disk. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.putNonEmpty("rootfs", rootfs);
        json.putNonEmpty("rootfsOverlay", rootfsOverlay);
        json.putNonEmpty("readOnly", readOnly);
        json.putNonEmpty("readOnlyTmpfs", readOnlyTmpfs);
        if (!mounts.isEmpty()) {
            List<Object> items = new ArrayList<>();
            for (MountSpec item : mounts) {
                items.add(item.toJson());
            }
            json.put("mounts", items);
        }
        json.putNonEmpty("volumesFrom", volumesFrom);
        json.putNonEmpty("imageVolume", imageVolume);
        json.put("shmSize", shmSize);
        json.put("shmSizeSystemd", shmSizeSystemd);
        json.putNonEmpty("chrootDirs", chrootDirs);
        return json;
    }

    /** Reads what {@link #toJson} wrote; unknown members are ignored. */
    public static FilesystemOptions fromJson(JsonObject json) {
        Builder builder = builder();
        builder.rootfs(json.getString("rootfs", ""));
        builder.rootfsOverlay(json.getBoolean("rootfsOverlay", false));
        builder.readOnly(json.getBoolean("readOnly", false));
        builder.readOnlyTmpfs(json.getBoolean("readOnlyTmpfs", false));
        List<MountSpec> mounts = new ArrayList<>();
        for (JsonObject item : json.getObjects("mounts")) {
            mounts.add(MountSpec.fromJson(item));
        }
        builder.mounts(mounts);
        builder.volumesFrom(json.getStrings("volumesFrom"));
        builder.imageVolume(json.getString("imageVolume", ""));
        if (json.has("shmSize")) {
            builder.shmSize(json.getLong("shmSize", 0));
        }
        if (json.has("shmSizeSystemd")) {
            builder.shmSizeSystemd(json.getLong("shmSizeSystemd", 0));
        }
        builder.chrootDirs(json.getStrings("chrootDirs"));
        return builder.build();
    }

    /** Collects the values of a {@link FilesystemOptions}. */
    public static final class Builder {
        private String rootfs = "";
        private boolean rootfsOverlay;
        private boolean readOnly;
        private boolean readOnlyTmpfs;
        private List<MountSpec> mounts = List.of();
        private List<String> volumesFrom = List.of();
        private String imageVolume = "";
        private Long shmSize;
        private Long shmSizeSystemd;
        private List<String> chrootDirs = List.of();

        private Builder() {}

        public Builder rootfs(String value) {
            this.rootfs = value;
            return this;
        }

        public Builder rootfsOverlay(boolean value) {
            this.rootfsOverlay = value;
            return this;
        }

        public Builder readOnly(boolean value) {
            this.readOnly = value;
            return this;
        }

        public Builder readOnlyTmpfs(boolean value) {
            this.readOnlyTmpfs = value;
            return this;
        }

        public Builder mounts(List<MountSpec> value) {
            this.mounts = value;
            return this;
        }

        public Builder volumesFrom(List<String> value) {
            this.volumesFrom = value;
            return this;
        }

        public Builder imageVolume(String value) {
            this.imageVolume = value;
            return this;
        }

        public Builder shmSize(long value) {
            this.shmSize = value;
            return this;
        }

        public Builder shmSizeSystemd(long value) {
            this.shmSizeSystemd = value;
            return this;
        }

        public Builder chrootDirs(List<String> value) {
            this.chrootDirs = value;
            return this;
        }

        public FilesystemOptions build() {
            return new FilesystemOptions(this);
        }
    }
}
