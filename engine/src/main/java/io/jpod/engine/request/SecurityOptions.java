package io.jpod.engine.request;

import io.jpod.support.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Privileges of the process. */
public final class SecurityOptions {
    private final boolean privileged;
    private final List<String> capAdd;
    private final List<String> capDrop;
    private final boolean noNewPrivileges;
    private final String seccomp;
    private final String apparmor;
    private final List<String> selinuxLabels;
    private final List<String> mask;
    private final List<String> unmask;
    private final List<String> procOpts;
    private final List<DeviceSpec> devices;
    private final List<String> deviceCgroupRules;

    private SecurityOptions(Builder builder) {
        this.privileged = builder.privileged;
        this.capAdd = List.copyOf(builder.capAdd);
        this.capDrop = List.copyOf(builder.capDrop);
        this.noNewPrivileges = builder.noNewPrivileges;
        this.seccomp = builder.seccomp;
        this.apparmor = builder.apparmor;
        this.selinuxLabels = List.copyOf(builder.selinuxLabels);
        this.mask = List.copyOf(builder.mask);
        this.unmask = List.copyOf(builder.unmask);
        this.procOpts = List.copyOf(builder.procOpts);
        this.devices = List.copyOf(builder.devices);
        this.deviceCgroupRules = List.copyOf(builder.deviceCgroupRules);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.privileged = privileged;
        builder.capAdd = capAdd;
        builder.capDrop = capDrop;
        builder.noNewPrivileges = noNewPrivileges;
        builder.seccomp = seccomp;
        builder.apparmor = apparmor;
        builder.selinuxLabels = selinuxLabels;
        builder.mask = mask;
        builder.unmask = unmask;
        builder.procOpts = procOpts;
        builder.devices = devices;
        builder.deviceCgroupRules = deviceCgroupRules;
        return builder;
    }

    public boolean privileged() {
        return privileged;
    }

    /** Upper case with {@code CAP_}, or {@code ALL}. */
    public List<String> capAdd() {
        return capAdd;
    }

    public List<String> capDrop() {
        return capDrop;
    }

    public boolean noNewPrivileges() {
        return noNewPrivileges;
    }

    /** {@code unconfined}, a path, or empty for the default profile. */
    public String seccomp() {
        return seccomp;
    }

    public String apparmor() {
        return apparmor;
    }

    /** What stood after {@code label=}. */
    public List<String> selinuxLabels() {
        return selinuxLabels;
    }

    /** {@code --security-opt mask=}. */
    public List<String> mask() {
        return mask;
    }

    /** {@code --security-opt unmask=}; may hold {@code ALL}. */
    public List<String> unmask() {
        return unmask;
    }

    public List<String> procOpts() {
        return procOpts;
    }

    public List<DeviceSpec> devices() {
        return devices;
    }

    public List<String> deviceCgroupRules() {
        return deviceCgroupRules;
    }

    /** The form in which it is kept on disk. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.putNonEmpty("privileged", privileged);
        json.putNonEmpty("capAdd", capAdd);
        json.putNonEmpty("capDrop", capDrop);
        json.putNonEmpty("noNewPrivileges", noNewPrivileges);
        json.putNonEmpty("seccomp", seccomp);
        json.putNonEmpty("apparmor", apparmor);
        json.putNonEmpty("selinuxLabels", selinuxLabels);
        json.putNonEmpty("mask", mask);
        json.putNonEmpty("unmask", unmask);
        json.putNonEmpty("procOpts", procOpts);
        if (!devices.isEmpty()) {
            List<Object> items = new ArrayList<>();
            for (DeviceSpec item : devices) {
                items.add(item.toJson());
            }
            json.put("devices", items);
        }
        json.putNonEmpty("deviceCgroupRules", deviceCgroupRules);
        return json;
    }

    /** Reads what {@link #toJson} wrote; unknown members are ignored. */
    public static SecurityOptions fromJson(JsonObject json) {
        Builder builder = builder();
        builder.privileged(json.getBoolean("privileged", false));
        builder.capAdd(json.getStrings("capAdd"));
        builder.capDrop(json.getStrings("capDrop"));
        builder.noNewPrivileges(json.getBoolean("noNewPrivileges", false));
        builder.seccomp(json.getString("seccomp", ""));
        builder.apparmor(json.getString("apparmor", ""));
        builder.selinuxLabels(json.getStrings("selinuxLabels"));
        builder.mask(json.getStrings("mask"));
        builder.unmask(json.getStrings("unmask"));
        builder.procOpts(json.getStrings("procOpts"));
        List<DeviceSpec> devices = new ArrayList<>();
        for (JsonObject item : json.getObjects("devices")) {
            devices.add(DeviceSpec.fromJson(item));
        }
        builder.devices(devices);
        builder.deviceCgroupRules(json.getStrings("deviceCgroupRules"));
        return builder.build();
    }

    /** Collects the values of a {@link SecurityOptions}. */
    public static final class Builder {
        private boolean privileged;
        private List<String> capAdd = List.of();
        private List<String> capDrop = List.of();
        private boolean noNewPrivileges;
        private String seccomp = "";
        private String apparmor = "";
        private List<String> selinuxLabels = List.of();
        private List<String> mask = List.of();
        private List<String> unmask = List.of();
        private List<String> procOpts = List.of();
        private List<DeviceSpec> devices = List.of();
        private List<String> deviceCgroupRules = List.of();

        private Builder() {}

        public Builder privileged(boolean value) {
            this.privileged = value;
            return this;
        }

        public Builder capAdd(List<String> value) {
            this.capAdd = value;
            return this;
        }

        public Builder capDrop(List<String> value) {
            this.capDrop = value;
            return this;
        }

        public Builder noNewPrivileges(boolean value) {
            this.noNewPrivileges = value;
            return this;
        }

        public Builder seccomp(String value) {
            this.seccomp = value;
            return this;
        }

        public Builder apparmor(String value) {
            this.apparmor = value;
            return this;
        }

        public Builder selinuxLabels(List<String> value) {
            this.selinuxLabels = value;
            return this;
        }

        public Builder mask(List<String> value) {
            this.mask = value;
            return this;
        }

        public Builder unmask(List<String> value) {
            this.unmask = value;
            return this;
        }

        public Builder procOpts(List<String> value) {
            this.procOpts = value;
            return this;
        }

        public Builder devices(List<DeviceSpec> value) {
            this.devices = value;
            return this;
        }

        public Builder deviceCgroupRules(List<String> value) {
            this.deviceCgroupRules = value;
            return this;
        }

        public SecurityOptions build() {
            return new SecurityOptions(this);
        }
    }
}
