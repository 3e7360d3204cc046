package io.jpod.engine.request;

import io.jpod.support.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which namespaces are the container's own. */
public final class NamespaceOptions {
    private final NamespaceMode pid;
    private final NamespaceMode ipc;
    private final NamespaceMode uts;
    private final NamespaceMode cgroup;
    private final NamespaceMode user;
    private final NamespaceMode network;
    private final List<String> uidMap;
    private final List<String> gidMap;
    private final String subUidName;
    private final String subGidName;
    private final String cgroups;
    private final String cgroupParent;
    private final Map<String, String> sysctls;

    private NamespaceOptions(Builder builder) {
        this.pid = Objects.requireNonNull(builder.pid, "pid");
        this.ipc = Objects.requireNonNull(builder.ipc, "ipc");
        this.uts = Objects.requireNonNull(builder.uts, "uts");
        this.cgroup = Objects.requireNonNull(builder.cgroup, "cgroup");
        this.user = Objects.requireNonNull(builder.user, "user");
        this.network = Objects.requireNonNull(builder.network, "network");
        this.uidMap = List.copyOf(builder.uidMap);
        this.gidMap = List.copyOf(builder.gidMap);
        this.subUidName = builder.subUidName;
        this.subGidName = builder.subGidName;
        this.cgroups = builder.cgroups;
        this.cgroupParent = builder.cgroupParent;
        this.sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(builder.sysctls));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.pid = pid;
        builder.ipc = ipc;
        builder.uts = uts;
        builder.cgroup = cgroup;
        builder.user = user;
        builder.network = network;
        builder.uidMap = uidMap;
        builder.gidMap = gidMap;
        builder.subUidName = subUidName;
        builder.subGidName = subGidName;
        builder.cgroups = cgroups;
        builder.cgroupParent = cgroupParent;
        builder.sysctls = sysctls;
        return builder;
    }

    public NamespaceMode pid() {
        return pid;
    }

    public NamespaceMode ipc() {
        return ipc;
    }

    public NamespaceMode uts() {
        return uts;
    }

    public NamespaceMode cgroup() {
        return cgroup;
    }

    /** Kind is the id of an idmap provider, {@code container}, {@code ns} or empty for the default. */
    public NamespaceMode user() {
        return user;
    }

    /** Kind is {@code none}, {@code host}, {@code container}, {@code ns}, {@code private} or a network provider's id; empty for the default. */
    public NamespaceMode network() {
        return network;
    }

    /** {@code container:from:amount}, as given. */
    public List<String> uidMap() {
        return uidMap;
    }

    public List<String> gidMap() {
        return gidMap;
    }

    public String subUidName() {
        return subUidName;
    }

    public String subGidName() {
        return subGidName;
    }

    /** {@code enabled}, {@code disabled}, {@code no-conmon} or {@code split}; empty for enabled. */
    public String cgroups() {
        return cgroups;
    }

    public String cgroupParent() {
        return cgroupParent;
    }

    public Map<String, String> sysctls() {
        return sysctls;
    }

    /** The form in which it is kept on disk. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.put("pid", pid.toJson());
        json.put("ipc", ipc.toJson());
        json.put("uts", uts.toJson());
        json.put("cgroup", cgroup.toJson());
        json.put("user", user.toJson());
        json.put("network", network.toJson());
        json.putNonEmpty("uidMap", uidMap);
        json.putNonEmpty("gidMap", gidMap);
        json.putNonEmpty("subUidName", subUidName);
        json.putNonEmpty("subGidName", subGidName);
        json.putNonEmpty("cgroups", cgroups);
        json.putNonEmpty("cgroupParent", cgroupParent);
        json.putNonEmpty("sysctls", sysctls);
        return json;
    }

    /** Reads what {@link #toJson} wrote; unknown members are ignored. */
    public static NamespaceOptions fromJson(JsonObject json) {
        Builder builder = builder();
        builder.pid(NamespaceMode.fromJson(json.getObject("pid")));
        builder.ipc(NamespaceMode.fromJson(json.getObject("ipc")));
        builder.uts(NamespaceMode.fromJson(json.getObject("uts")));
        builder.cgroup(NamespaceMode.fromJson(json.getObject("cgroup")));
        builder.user(NamespaceMode.fromJson(json.getObject("user")));
        builder.network(NamespaceMode.fromJson(json.getObject("network")));
        builder.uidMap(json.getStrings("uidMap"));
        builder.gidMap(json.getStrings("gidMap"));
        builder.subUidName(json.getString("subUidName", ""));
        builder.subGidName(json.getString("subGidName", ""));
        builder.cgroups(json.getString("cgroups", ""));
        builder.cgroupParent(json.getString("cgroupParent", ""));
        builder.sysctls(json.getStringMap("sysctls"));
        return builder.build();
    }

    /** Collects the values of a {@link NamespaceOptions}. */
    public static final class Builder {
        private NamespaceMode pid;
        private NamespaceMode ipc;
        private NamespaceMode uts;
        private NamespaceMode cgroup;
        private NamespaceMode user;
        private NamespaceMode network;
        private List<String> uidMap = List.of();
        private List<String> gidMap = List.of();
        private String subUidName = "";
        private String subGidName = "";
        private String cgroups = "";
        private String cgroupParent = "";
        private Map<String, String> sysctls = Map.of();

        private Builder() {}

        public Builder pid(NamespaceMode value) {
            this.pid = value;
            return this;
        }

        public Builder ipc(NamespaceMode value) {
            this.ipc = value;
            return this;
        }

        public Builder uts(NamespaceMode value) {
            this.uts = value;
            return this;
        }

        public Builder cgroup(NamespaceMode value) {
            this.cgroup = value;
            return this;
        }

        public Builder user(NamespaceMode value) {
            this.user = value;
            return this;
        }

        public Builder network(NamespaceMode value) {
            this.network = value;
            return this;
        }

        public Builder uidMap(List<String> value) {
            this.uidMap = value;
            return this;
        }

        public Builder gidMap(List<String> value) {
            this.gidMap = value;
            return this;
        }

        public Builder subUidName(String value) {
            this.subUidName = value;
            return this;
        }

        public Builder subGidName(String value) {
            this.subGidName = value;
            return this;
        }

        public Builder cgroups(String value) {
            this.cgroups = value;
            return this;
        }

        public Builder cgroupParent(String value) {
            this.cgroupParent = value;
            return this;
        }

        public Builder sysctls(Map<String, String> value) {
            this.sysctls = value;
            return this;
        }

        public NamespaceOptions build() {
            return new NamespaceOptions(this);
        }
    }
}
