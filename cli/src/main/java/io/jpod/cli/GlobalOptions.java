package io.jpod.cli;

import java.util.List;

/** The options before the command, as given; empty texts and lists for those that were not. */
public final class GlobalOptions {
    private final String root;
    private final String runRoot;
    private final String runtime;
    private final List<String> runtimeFlags;
    private final String storageDriver;
    private final List<String> storageOptions;
    private final String logLevel;
    private final String cgroupManager;
    private final String conmon;
    private final String monitor;
    private final String networkCommandPath;
    private final List<String> modules;
    private final String volumePath;
    private final String config;
    private final List<String> hooksDirs;
    private final String out;
    private final boolean transientStore;
    private final boolean syslog;
    private final String eventsBackend;
    private final String tmpDir;

    private GlobalOptions(Builder builder) {
        this.root = builder.root;
        this.runRoot = builder.runRoot;
        this.runtime = builder.runtime;
        this.runtimeFlags = List.copyOf(builder.runtimeFlags);
        this.storageDriver = builder.storageDriver;
        this.storageOptions = List.copyOf(builder.storageOptions);
        this.logLevel = builder.logLevel;
        this.cgroupManager = builder.cgroupManager;
        this.conmon = builder.conmon;
        this.monitor = builder.monitor;
        this.networkCommandPath = builder.networkCommandPath;
        this.modules = List.copyOf(builder.modules);
        this.volumePath = builder.volumePath;
        this.config = builder.config;
        this.hooksDirs = List.copyOf(builder.hooksDirs);
        this.out = builder.out;
        this.transientStore = builder.transientStore;
        this.syslog = builder.syslog;
        this.eventsBackend = builder.eventsBackend;
        this.tmpDir = builder.tmpDir;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** {@code --root}: the data root. */
    public String root() {
        return root;
    }

    /** {@code --runroot}: the runtime root. */
    public String runRoot() {
        return runRoot;
    }

    /** {@code --runtime}: a provider's id or a path. */
    public String runtime() {
        return runtime;
    }

    /** {@code --runtime-flag}: global flags of the runtime, without the leading dashes. */
    public List<String> runtimeFlags() {
        return runtimeFlags;
    }

    /** {@code --storage-driver}. */
    public String storageDriver() {
        return storageDriver;
    }

    /** {@code --storage-opt}. */
    public List<String> storageOptions() {
        return storageOptions;
    }

    /** One of {@code trace debug info warn error fatal panic}; {@code warn} when not given. */
    public String logLevel() {
        return logLevel;
    }

    /** {@code cgroupfs} or {@code systemd}. */
    public String cgroupManager() {
        return cgroupManager;
    }

    /** {@code --conmon}: the program's path. */
    public String conmon() {
        return conmon;
    }

    /** {@code --monitor}: a provider's id. */
    public String monitor() {
        return monitor;
    }

    /** {@code --network-cmd-path}: slirp4netns's path. */
    public String networkCommandPath() {
        return networkCommandPath;
    }

    /** {@code --module}: names or paths of further {@code containers.conf} files. */
    public List<String> modules() {
        return modules;
    }

    /** {@code --volumepath}: the directory of volumes. */
    public String volumePath() {
        return volumePath;
    }

    /** {@code --config}: the directory whose {@code config.json} holds the registries' credentials. */
    public String config() {
        return config;
    }

    /** {@code --hooks-dir}: directories of OCI hooks. */
    public List<String> hooksDirs() {
        return hooksDirs;
    }

    /** {@code --out}: the file for what commands print, but not for what containers print. */
    public String out() {
        return out;
    }

    /** {@code --tmpdir}: the directory for the state of running containers. */
    public String tmpDir() {
        return tmpDir;
    }

    /** {@code --events-backend}. */
    public String eventsBackend() {
        return eventsBackend;
    }

    /** {@code --syslog}: whether messages also go to the system's log. */
    public boolean syslog() {
        return syslog;
    }

    /** {@code --transient-store}: whether containers end with the machine. */
    public boolean transientStore() {
        return transientStore;
    }

    /** Collects the values of a {@link GlobalOptions}. */
    public static final class Builder {
        private String root = "";
        private String runRoot = "";
        private String runtime = "";
        private List<String> runtimeFlags = List.of();
        private String storageDriver = "";
        private List<String> storageOptions = List.of();
        private String logLevel = "warn";
        private String cgroupManager = "";
        private String conmon = "";
        private String monitor = "";
        private String networkCommandPath = "";
        private List<String> modules = List.of();
        private String volumePath = "";
        private String config = "";
        private List<String> hooksDirs = List.of();
        private String out = "";
        private boolean transientStore = false;
        private boolean syslog = false;
        private String eventsBackend = "";
        private String tmpDir = "";

        private Builder() {}

        public Builder root(String value) {
            this.root = value;
            return this;
        }

        public Builder runRoot(String value) {
            this.runRoot = value;
            return this;
        }

        public Builder runtime(String value) {
            this.runtime = value;
            return this;
        }

        public Builder runtimeFlags(List<String> value) {
            this.runtimeFlags = value;
            return this;
        }

        public Builder storageDriver(String value) {
            this.storageDriver = value;
            return this;
        }

        public Builder storageOptions(List<String> value) {
            this.storageOptions = value;
            return this;
        }

        public Builder logLevel(String value) {
            this.logLevel = value;
            return this;
        }

        public Builder cgroupManager(String value) {
            this.cgroupManager = value;
            return this;
        }

        public Builder conmon(String value) {
            this.conmon = value;
            return this;
        }

        public Builder monitor(String value) {
            this.monitor = value;
            return this;
        }

        public Builder networkCommandPath(String value) {
            this.networkCommandPath = value;
            return this;
        }

        public Builder modules(List<String> value) {
            this.modules = value;
            return this;
        }

        public Builder volumePath(String value) {
            this.volumePath = value;
            return this;
        }

        public Builder config(String value) {
            this.config = value;
            return this;
        }

        public Builder hooksDirs(List<String> value) {
            this.hooksDirs = value;
            return this;
        }

        public Builder out(String value) {
            this.out = value;
            return this;
        }

        public Builder tmpDir(String value) {
            this.tmpDir = value;
            return this;
        }

        public Builder eventsBackend(String value) {
            this.eventsBackend = value;
            return this;
        }

        public Builder syslog(boolean value) {
            this.syslog = value;
            return this;
        }

        public Builder transientStore(boolean value) {
            this.transientStore = value;
            return this;
        }

        public GlobalOptions build() {
            return new GlobalOptions(this);
        }
    }
}
