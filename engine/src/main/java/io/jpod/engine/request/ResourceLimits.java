package io.jpod.engine.request;

import io.jpod.support.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Limits by cgroups. Absent values are not limited. */
public final class ResourceLimits {
    private final Long memory;
    private final Long memoryReservation;
    private final Long memorySwap;
    private final Long memorySwappiness;
    private final Long cpuShares;
    private final Long cpuPeriod;
    private final Long cpuQuota;
    private final Long cpuRtPeriod;
    private final Long cpuRtRuntime;
    private final String cpusetCpus;
    private final String cpusetMems;
    private final Long pidsLimit;
    private final Long blkioWeight;
    private final List<String> blkioWeightDevice;
    private final List<String> deviceReadBps;
    private final List<String> deviceWriteBps;
    private final List<String> deviceReadIops;
    private final List<String> deviceWriteIops;
    private final boolean oomKillDisable;
    private final Map<String, String> cgroupConf;
    private final String rdtClass;

    private ResourceLimits(Builder builder) {
        this.memory = builder.memory;
        this.memoryReservation = builder.memoryReservation;
        this.memorySwap = builder.memorySwap;
        this.memorySwappiness = builder.memorySwappiness;
        this.cpuShares = builder.cpuShares;
        this.cpuPeriod = builder.cpuPeriod;
        this.cpuQuota = builder.cpuQuota;
        this.cpuRtPeriod = builder.cpuRtPeriod;
        this.cpuRtRuntime = builder.cpuRtRuntime;
        this.cpusetCpus = builder.cpusetCpus;
        this.cpusetMems = builder.cpusetMems;
        this.pidsLimit = builder.pidsLimit;
        this.blkioWeight = builder.blkioWeight;
        this.blkioWeightDevice = List.copyOf(builder.blkioWeightDevice);
        this.deviceReadBps = List.copyOf(builder.deviceReadBps);
        this.deviceWriteBps = List.copyOf(builder.deviceWriteBps);
        this.deviceReadIops = List.copyOf(builder.deviceReadIops);
        this.deviceWriteIops = List.copyOf(builder.deviceWriteIops);
        this.oomKillDisable = builder.oomKillDisable;
        this.cgroupConf = Collections.unmodifiableMap(new LinkedHashMap<>(builder.cgroupConf));
        this.rdtClass = builder.rdtClass;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.memory = memory;
        builder.memoryReservation = memoryReservation;
        builder.memorySwap = memorySwap;
        builder.memorySwappiness = memorySwappiness;
        builder.cpuShares = cpuShares;
        builder.cpuPeriod = cpuPeriod;
        builder.cpuQuota = cpuQuota;
        builder.cpuRtPeriod = cpuRtPeriod;
        builder.cpuRtRuntime = cpuRtRuntime;
        builder.cpusetCpus = cpusetCpus;
        builder.cpusetMems = cpusetMems;
        builder.pidsLimit = pidsLimit;
        builder.blkioWeight = blkioWeight;
        builder.blkioWeightDevice = blkioWeightDevice;
        builder.deviceReadBps = deviceReadBps;
        builder.deviceWriteBps = deviceWriteBps;
        builder.deviceReadIops = deviceReadIops;
        builder.deviceWriteIops = deviceWriteIops;
        builder.oomKillDisable = oomKillDisable;
        builder.cgroupConf = cgroupConf;
        builder.rdtClass = rdtClass;
        return builder;
    }

    /** Bytes. */
    public Optional<Long> memory() {
        return Optional.ofNullable(memory);
    }

    /** Bytes. */
    public Optional<Long> memoryReservation() {
        return Optional.ofNullable(memoryReservation);
    }

    /** Bytes of memory and swap; -1 for no limit. */
    public Optional<Long> memorySwap() {
        return Optional.ofNullable(memorySwap);
    }

    /** 0 to 100. */
    public Optional<Long> memorySwappiness() {
        return Optional.ofNullable(memorySwappiness);
    }

    public Optional<Long> cpuShares() {
        return Optional.ofNullable(cpuShares);
    }

    /** Microseconds. */
    public Optional<Long> cpuPeriod() {
        return Optional.ofNullable(cpuPeriod);
    }

    /** Microseconds. */
    public Optional<Long> cpuQuota() {
        return Optional.ofNullable(cpuQuota);
    }

    public Optional<Long> cpuRtPeriod() {
        return Optional.ofNullable(cpuRtPeriod);
    }

    public Optional<Long> cpuRtRuntime() {
        return Optional.ofNullable(cpuRtRuntime);
    }

    public String cpusetCpus() {
        return cpusetCpus;
    }

    public String cpusetMems() {
        return cpusetMems;
    }

    /** -1 or 0 for no limit. */
    public Optional<Long> pidsLimit() {
        return Optional.ofNullable(pidsLimit);
    }

    /** 10 to 1000. */
    public Optional<Long> blkioWeight() {
        return Optional.ofNullable(blkioWeight);
    }

    /** {@code path:weight}. */
    public List<String> blkioWeightDevice() {
        return blkioWeightDevice;
    }

    /** {@code path:bytes}. */
    public List<String> deviceReadBps() {
        return deviceReadBps;
    }

    public List<String> deviceWriteBps() {
        return deviceWriteBps;
    }

    public List<String> deviceReadIops() {
        return deviceReadIops;
    }

    public List<String> deviceWriteIops() {
        return deviceWriteIops;
    }

    public boolean oomKillDisable() {
        return oomKillDisable;
    }

    /** Files of cgroup v2 and what to write. */
    public Map<String, String> cgroupConf() {
        return cgroupConf;
    }

    public String rdtClass() {
        return rdtClass;
    }

    /** The form in which it is kept on disk. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.put("memory", memory);
        json.put("memoryReservation", memoryReservation);
        json.put("memorySwap", memorySwap);
        json.put("memorySwappiness", memorySwappiness);
        json.put("cpuShares", cpuShares);
        json.put("cpuPeriod", cpuPeriod);
        json.put("cpuQuota", cpuQuota);
        json.put("cpuRtPeriod", cpuRtPeriod);
        json.put("cpuRtRuntime", cpuRtRuntime);
        json.putNonEmpty("cpusetCpus", cpusetCpus);
        json.putNonEmpty("cpusetMems", cpusetMems);
        json.put("pidsLimit", pidsLimit);
        json.put("blkioWeight", blkioWeight);
        json.putNonEmpty("blkioWeightDevice", blkioWeightDevice);
        json.putNonEmpty("deviceReadBps", deviceReadBps);
        json.putNonEmpty("deviceWriteBps", deviceWriteBps);
        json.putNonEmpty("deviceReadIops", deviceReadIops);
        json.putNonEmpty("deviceWriteIops", deviceWriteIops);
        json.putNonEmpty("oomKillDisable", oomKillDisable);
        json.putNonEmpty("cgroupConf", cgroupConf);
        json.putNonEmpty("rdtClass", rdtClass);
        return json;
    }

    /** Reads what {@link #toJson} wrote; unknown members are ignored. */
    public static ResourceLimits fromJson(JsonObject json) {
        Builder builder = builder();
        if (json.has("memory")) {
            builder.memory(json.getLong("memory", 0));
        }
        if (json.has("memoryReservation")) {
            builder.memoryReservation(json.getLong("memoryReservation", 0));
        }
        if (json.has("memorySwap")) {
            builder.memorySwap(json.getLong("memorySwap", 0));
        }
        if (json.has("memorySwappiness")) {
            builder.memorySwappiness(json.getLong("memorySwappiness", 0));
        }
        if (json.has("cpuShares")) {
            builder.cpuShares(json.getLong("cpuShares", 0));
        }
        if (json.has("cpuPeriod")) {
            builder.cpuPeriod(json.getLong("cpuPeriod", 0));
        }
        if (json.has("cpuQuota")) {
            builder.cpuQuota(json.getLong("cpuQuota", 0));
        }
        if (json.has("cpuRtPeriod")) {
            builder.cpuRtPeriod(json.getLong("cpuRtPeriod", 0));
        }
        if (json.has("cpuRtRuntime")) {
            builder.cpuRtRuntime(json.getLong("cpuRtRuntime", 0));
        }
        builder.cpusetCpus(json.getString("cpusetCpus", ""));
        builder.cpusetMems(json.getString("cpusetMems", ""));
        if (json.has("pidsLimit")) {
            builder.pidsLimit(json.getLong("pidsLimit", 0));
        }
        if (json.has("blkioWeight")) {
            builder.blkioWeight(json.getLong("blkioWeight", 0));
        }
        builder.blkioWeightDevice(json.getStrings("blkioWeightDevice"));
        builder.deviceReadBps(json.getStrings("deviceReadBps"));
        builder.deviceWriteBps(json.getStrings("deviceWriteBps"));
        builder.deviceReadIops(json.getStrings("deviceReadIops"));
        builder.deviceWriteIops(json.getStrings("deviceWriteIops"));
        builder.oomKillDisable(json.getBoolean("oomKillDisable", false));
        builder.cgroupConf(json.getStringMap("cgroupConf"));
        builder.rdtClass(json.getString("rdtClass", ""));
        return builder.build();
    }

    /** Collects the values of a {@link ResourceLimits}. */
    public static final class Builder {
        private Long memory;
        private Long memoryReservation;
        private Long memorySwap;
        private Long memorySwappiness;
        private Long cpuShares;
        private Long cpuPeriod;
        private Long cpuQuota;
        private Long cpuRtPeriod;
        private Long cpuRtRuntime;
        private String cpusetCpus = "";
        private String cpusetMems = "";
        private Long pidsLimit;
        private Long blkioWeight;
        private List<String> blkioWeightDevice = List.of();
        private List<String> deviceReadBps = List.of();
        private List<String> deviceWriteBps = List.of();
        private List<String> deviceReadIops = List.of();
        private List<String> deviceWriteIops = List.of();
        private boolean oomKillDisable;
        private Map<String, String> cgroupConf = Map.of();
        private String rdtClass = "";

        private Builder() {}

        public Builder memory(long value) {
            this.memory = value;
            return this;
        }

        public Builder memoryReservation(long value) {
            this.memoryReservation = value;
            return this;
        }

        public Builder memorySwap(long value) {
            this.memorySwap = value;
            return this;
        }

        public Builder memorySwappiness(long value) {
            this.memorySwappiness = value;
            return this;
        }

        public Builder cpuShares(long value) {
            this.cpuShares = value;
            return this;
        }

        public Builder cpuPeriod(long value) {
            this.cpuPeriod = value;
            return this;
        }

        public Builder cpuQuota(long value) {
            this.cpuQuota = value;
            return this;
        }

        public Builder cpuRtPeriod(long value) {
            this.cpuRtPeriod = value;
            return this;
        }

        public Builder cpuRtRuntime(long value) {
            this.cpuRtRuntime = value;
            return this;
        }

        public Builder cpusetCpus(String value) {
            this.cpusetCpus = value;
            return this;
        }

        public Builder cpusetMems(String value) {
            this.cpusetMems = value;
            return this;
        }

        public Builder pidsLimit(long value) {
            this.pidsLimit = value;
            return this;
        }

        public Builder blkioWeight(long value) {
            this.blkioWeight = value;
            return this;
        }

        public Builder blkioWeightDevice(List<String> value) {
            this.blkioWeightDevice = value;
            return this;
        }

        public Builder deviceReadBps(List<String> value) {
            this.deviceReadBps = value;
            return this;
        }

        public Builder deviceWriteBps(List<String> value) {
            this.deviceWriteBps = value;
            return this;
        }

        public Builder deviceReadIops(List<String> value) {
            this.deviceReadIops = value;
            return this;
        }

        public Builder deviceWriteIops(List<String> value) {
            this.deviceWriteIops = value;
            return this;
        }

        public Builder oomKillDisable(boolean value) {
            this.oomKillDisable = value;
            return this;
        }

        public Builder cgroupConf(Map<String, String> value) {
            this.cgroupConf = value;
            return this;
        }

        public Builder rdtClass(String value) {
            this.rdtClass = value;
            return this;
        }

        public ResourceLimits build() {
            return new ResourceLimits(this);
        }
    }
}
