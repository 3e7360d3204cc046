package io.jpod.api.monitor;

import io.jpod.api.ContainerId;
import io.jpod.api.runtime.OciRuntime;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a monitor needs to start {@code runtime create} and to stay as the container's parent. */
public final class MonitorCreateRequest {
    private final ContainerId id;
    private final String name;
    private final OciRuntime runtime;
    private final Path bundle;
    private final Path runDirectory;
    private final Path exitDirectory;
    private final boolean terminal;
    private final boolean stdin;
    private final boolean stdinOnce;
    private final String logDriver;
    private final Path logPath;
    private final Map<String, String> logOptions;
    private final List<String> exitCommand;
    private final Path pidFile;
    private final Path monitorPidFile;
    private final Map<String, String> environment;
    private final List<Integer> preservedDescriptors;
    private final Integer lifetimeDescriptor;
    private final List<String> launcher;
    private final Path directory;
    private final int timeoutSeconds;
    private final Path notifySocket;

    private MonitorCreateRequest(Builder builder) {
        this.id = Objects.requireNonNull(builder.id, "id");
        this.name = builder.name;
        this.runtime = Objects.requireNonNull(builder.runtime, "runtime");
        this.bundle = Objects.requireNonNull(builder.bundle, "bundle");
        this.runDirectory = Objects.requireNonNull(builder.runDirectory, "runDirectory");
        this.exitDirectory = Objects.requireNonNull(builder.exitDirectory, "exitDirectory");
        this.terminal = builder.terminal;
        this.stdin = builder.stdin;
        this.stdinOnce = builder.stdinOnce;
        this.logDriver = builder.logDriver;
        this.logPath = builder.logPath;
        this.logOptions = Collections.unmodifiableMap(new LinkedHashMap<>(builder.logOptions));
        this.exitCommand = List.copyOf(builder.exitCommand);
        this.pidFile = builder.pidFile;
        this.monitorPidFile = builder.monitorPidFile;
        this.environment = Collections.unmodifiableMap(new LinkedHashMap<>(builder.environment));
        this.preservedDescriptors = List.copyOf(builder.preservedDescriptors);
        this.lifetimeDescriptor = builder.lifetimeDescriptor;
        this.launcher = List.copyOf(builder.launcher);
        this.directory = builder.directory;
        this.timeoutSeconds = builder.timeoutSeconds;
        this.notifySocket = builder.notifySocket;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.id = id;
        builder.name = name;
        builder.runtime = runtime;
        builder.bundle = bundle;
        builder.runDirectory = runDirectory;
        builder.exitDirectory = exitDirectory;
        builder.terminal = terminal;
        builder.stdin = stdin;
        builder.stdinOnce = stdinOnce;
        builder.logDriver = logDriver;
        builder.logPath = logPath;
        builder.logOptions = logOptions;
        builder.exitCommand = exitCommand;
        builder.pidFile = pidFile;
        builder.monitorPidFile = monitorPidFile;
        builder.environment = environment;
        builder.preservedDescriptors = preservedDescriptors;
        builder.lifetimeDescriptor = lifetimeDescriptor;
        builder.launcher = launcher;
        builder.directory = directory;
        builder.timeoutSeconds = timeoutSeconds;
        builder.notifySocket = notifySocket;
        return builder;
    }

    public ContainerId id() {
        return id;
    }

    /** The container's name, for log lines and process titles. */
    public String name() {
        return name;
    }

    /** Builds the command lines. */
    public OciRuntime runtime() {
        return runtime;
    }

    /** Directory with {@code config.json}. */
    public Path bundle() {
        return bundle;
    }

    /** Directory for the attach socket, the control pipe and pid files; exists. */
    public Path runDirectory() {
        return runDirectory;
    }

    /** Directory in which the exit is recorded, of this container alone; exists and is empty. */
    public Path exitDirectory() {
        return exitDirectory;
    }

    /** True when the process gets a pseudo terminal. */
    public boolean terminal() {
        return terminal;
    }

    /** True when standard input stays open for attached clients. */
    public boolean stdin() {
        return stdin;
    }

    /** True when standard input is closed once the first attached client goes. */
    public boolean stdinOnce() {
        return stdinOnce;
    }

    /** {@code k8s-file}, {@code json-file}, {@code journald}, {@code none} or {@code passthrough}. */
    public String logDriver() {
        return logDriver;
    }

    /** The log file, for drivers that have one. */
    public Optional<Path> logPath() {
        return Optional.ofNullable(logPath);
    }

    /** Options such as {@code max-size} (bytes) and {@code tag}. */
    public Map<String, String> logOptions() {
        return logOptions;
    }

    /** A program that the monitor runs when the container has ended; empty for none. */
    public List<String> exitCommand() {
        return exitCommand;
    }

    /** Where the container's process id is written for the user. */
    public Optional<Path> pidFile() {
        return Optional.ofNullable(pidFile);
    }

    /** Where the monitor's process id is written for the user. */
    public Optional<Path> monitorPidFile() {
        return Optional.ofNullable(monitorPidFile);
    }

    /** Variables for monitor and runtime. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Descriptors of the caller that the container's process gets under the same numbers. */
    public List<Integer> preservedDescriptors() {
        return preservedDescriptors;
    }

    /**
     * A descriptor of the caller that the monitor only holds open until the process has ended, so that its other end tells of that; the
     * exit is recorded within moments.
     */
    public Optional<Integer> lifetimeDescriptor() {
        return Optional.ofNullable(lifetimeDescriptor);
    }

    /** Working directory of the monitor. */
    public Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    /** After so many seconds the monitor kills the container; 0 for never. */
    public int timeoutSeconds() {
        return timeoutSeconds;
    }

    /**
     * A service manager's datagram socket (sd_notify(3)). The monitor listens at {@code notify/notify.sock} of the bundle, where the container's
     * process finds it, and passes on there that the process is ready. A monitor that cannot do so throws UNSUPPORTED.
     */
    public Optional<Path> notifySocket() {
        return Optional.ofNullable(notifySocket);
    }

    /** Words before the monitor's own command line; see {@link MonitorExecRequest#launcher()}. */
    public List<String> launcher() {
        return launcher;
    }

    /** Collects the values of a {@link MonitorCreateRequest}. */
    public static final class Builder {
        private ContainerId id;
        private String name = "";
        private OciRuntime runtime;
        private Path bundle;
        private Path runDirectory;
        private Path exitDirectory;
        private boolean terminal;
        private boolean stdin;
        private boolean stdinOnce;
        private String logDriver = "";
        private Path logPath;
        private Map<String, String> logOptions = Map.of();
        private List<String> exitCommand = List.of();
        private Path pidFile;
        private Path monitorPidFile;
        private Map<String, String> environment = Map.of();
        private List<Integer> preservedDescriptors = List.of();
        private Integer lifetimeDescriptor;
        private List<String> launcher = List.of();
        private Path directory;
        private int timeoutSeconds;
        private Path notifySocket;

        private Builder() {}

        public Builder id(ContainerId value) {
            this.id = value;
            return this;
        }

        public Builder name(String value) {
            this.name = value;
            return this;
        }

        public Builder runtime(OciRuntime value) {
            this.runtime = value;
            return this;
        }

        public Builder bundle(Path value) {
            this.bundle = value;
            return this;
        }

        public Builder runDirectory(Path value) {
            this.runDirectory = value;
            return this;
        }

        public Builder exitDirectory(Path value) {
            this.exitDirectory = value;
            return this;
        }

        public Builder terminal(boolean value) {
            this.terminal = value;
            return this;
        }

        public Builder stdin(boolean value) {
            this.stdin = value;
            return this;
        }

        public Builder stdinOnce(boolean value) {
            this.stdinOnce = value;
            return this;
        }

        public Builder logDriver(String value) {
            this.logDriver = value;
            return this;
        }

        public Builder logPath(Path value) {
            this.logPath = value;
            return this;
        }

        public Builder logOptions(Map<String, String> value) {
            this.logOptions = value;
            return this;
        }

        public Builder exitCommand(List<String> value) {
            this.exitCommand = value;
            return this;
        }

        public Builder pidFile(Path value) {
            this.pidFile = value;
            return this;
        }

        public Builder monitorPidFile(Path value) {
            this.monitorPidFile = value;
            return this;
        }

        public Builder environment(Map<String, String> value) {
            this.environment = value;
            return this;
        }

        public Builder preservedDescriptors(List<Integer> value) {
            this.preservedDescriptors = value;
            return this;
        }

        public Builder lifetimeDescriptor(int value) {
            this.lifetimeDescriptor = value;
            return this;
        }

        public Builder directory(Path value) {
            this.directory = value;
            return this;
        }

        public Builder timeoutSeconds(int value) {
            this.timeoutSeconds = value;
            return this;
        }

        public Builder notifySocket(Path value) {
            this.notifySocket = value;
            return this;
        }

        public Builder launcher(List<String> value) {
            this.launcher = value;
            return this;
        }

        public MonitorCreateRequest build() {
            return new MonitorCreateRequest(this);
        }
    }
}
