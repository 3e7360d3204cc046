package io.jpod.support.layer;

import io.jpod.api.storage.LayerDraft;
import io.jpod.api.storage.WhiteoutFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** How a layer tar is unpacked. Immutable. */
public final class LayerOptions {
    private final WhiteoutFormat whiteouts;
    private final List<Path> parents;
    private final boolean singleOwner;
    private final boolean toleratesUnmappedOwners;
    private final boolean devices;
    private final long maxBytes;
    private final long maxEntries;

    private LayerOptions(Builder builder) {
        this.whiteouts = Objects.requireNonNull(builder.whiteouts);
        this.parents = List.copyOf(builder.parents);
        this.singleOwner = builder.singleOwner;
        this.toleratesUnmappedOwners = builder.toleratesUnmappedOwners;
        this.devices = builder.devices;
        this.maxBytes = builder.maxBytes;
        this.maxEntries = builder.maxEntries;
    }

    public static Builder builder(WhiteoutFormat whiteouts) {
        return new Builder(whiteouts);
    }

    /** What a draft asks for. */
    public static Builder forDraft(LayerDraft draft) {
        return new Builder(draft.whiteouts())
                .parents(draft.parents())
                .toleratesUnmappedOwners(draft.toleratesUnmappedOwners());
    }

    public WhiteoutFormat whiteouts() {
        return whiteouts;
    }

    /** Changes of the layers below, nearest first; empty with {@link WhiteoutFormat#APPLIED}. */
    public List<Path> parents() {
        return parents;
    }

    /** True when all files belong to the caller: owners are recorded in an extended attribute instead of applied. */
    public boolean singleOwner() {
        return singleOwner;
    }

    /** True when an owner that the kernel refuses is recorded in an extended attribute. */
    public boolean toleratesUnmappedOwners() {
        return toleratesUnmappedOwners;
    }

    /** True when device nodes are made; without it they are left out, as no user namespace may make them. */
    public boolean devices() {
        return devices;
    }

    /** The most that all files together may have, holes included. */
    public long maxBytes() {
        return maxBytes;
    }

    public long maxEntries() {
        return maxEntries;
    }

    /** Builds options. */
    public static final class Builder {
        private final WhiteoutFormat whiteouts;
        private List<Path> parents = List.of();
        private boolean singleOwner;
        private boolean toleratesUnmappedOwners;
        private boolean devices;
        private long maxBytes = 1L << 40;
        private long maxEntries = 10_000_000;

        private Builder(WhiteoutFormat whiteouts) {
            this.whiteouts = whiteouts;
        }

        public Builder parents(List<Path> value) {
            parents = value;
            return this;
        }

        public Builder singleOwner(boolean value) {
            singleOwner = value;
            return this;
        }

        public Builder toleratesUnmappedOwners(boolean value) {
            toleratesUnmappedOwners = value;
            return this;
        }

        public Builder devices(boolean value) {
            devices = value;
            return this;
        }

        public Builder maxBytes(long value) {
            maxBytes = value;
            return this;
        }

        public Builder maxEntries(long value) {
            maxEntries = value;
            return this;
        }

        public LayerOptions build() {
            return new LayerOptions(this);
        }
    }
}
