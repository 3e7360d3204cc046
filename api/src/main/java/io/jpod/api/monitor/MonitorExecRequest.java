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

/** What a monitor needs to run one more process in a running container. */
public final class MonitorExecRequest {
    private final ContainerId id;
    private final String session;
    private final OciRuntime runtime;
    private final Path bundle;
    private final Path processFile;
    private final Path runDirectory;
    private final Path exitDirectory;
    private final boolean terminal;
    private final boolean stdin;
    private final boolean attach;
    private final List<String> exitCommand;
    private final Map<String, String> environment;
    private final List<Integer> preservedDescriptors;
    private final Integer lifetimeDescriptor;
    private final List<String> launcher;

    private MonitorExecRequest(Builder builder) {
        this.id = Objects.requireNonNull(builder.id, "id");
        this.session = Objects.requireNonNull(builder.session, "session");
        this.runtime = Objects.requireNonNull(builder.runtime, "runtime");
        this.bundle = Objects.requireNonNull(builder.bundle, "bundle");
        this.processFile = Objects.requireNonNull(builder.processFile, "processFile");
        this.runDirectory = Objects.requireNonNull(builder.runDirectory, "runDirectory");
        this.exitDirectory = Objects.requireNonNull(builder.exitDirectory, "exitDirectory");
        this.terminal = builder.terminal;
        this.stdin = builder.stdin;
        this.attach = builder.attach;
        this.exitCommand = List.copyOf(builder.exitCommand);
        this.environment = Collections.unmodifiableMap(new LinkedHashMap<>(builder.environment));
        this.preservedDescriptors = List.copyOf(builder.preservedDescriptors);
        this.lifetimeDescriptor = builder.lifetimeDescriptor;
        this.launcher = List.copyOf(builder.launcher);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.id = id;
        builder.session = session;
        builder.runtime = runtime;
        builder.bundle = bundle;
        builder.processFile = processFile;
        builder.runDirectory = runDirectory;
        builder.exitDirectory = exitDirectory;
        builder.terminal = terminal;
        builder.stdin = stdin;
        builder.attach = attach;
        builder.exitCommand = exitCommand;
        builder.environment = environment;
        builder.preservedDescriptors = preservedDescriptors;
        builder.lifetimeDescriptor = lifetimeDescriptor;
        builder.launcher = launcher;
        return builder;
    }

    public ContainerId id() {
        return id;
    }

    /** Id of this exec session: 64 hexadecimal digits. */
    public String session() {
        return session;
    }

    public OciRuntime runtime() {
        return runtime;
    }

    /** The container's bundle. */
    public Path bundle() {
        return bundle;
    }

    /** The process as JSON (OCI runtime specification, config.md, process). */
    public Path processFile() {
        return processFile;
    }

    /** A directory of this session; exists. */
    public Path runDirectory() {
        return runDirectory;
    }

    /** Directory in which the exit is recorded, of this session alone; exists and is empty. */
    public Path exitDirectory() {
        return exitDirectory;
    }

    public boolean terminal() {
        return terminal;
    }

    public boolean stdin() {
        return stdin;
    }

    /** True when the caller will attach: the process does not run before. */
    public boolean attach() {
        return attach;
    }

    public List<String> exitCommand() {
        return exitCommand;
    }

    public Map<String, String> environment() {
        return environment;
    }

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

    /**
     * Words that stand before the monitor's own command line: a program, with its arguments, that executes the rest in its place once it
     * has put itself where the monitor should live ({@code systemd-run --scope --}). Usually empty.
     */
    public List<String> launcher() {
        return launcher;
    }

    /** Collects the values of a {@link MonitorExecRequest}. */
    public static final class Builder {
        private ContainerId id;
        private String session;
        private OciRuntime runtime;
        private Path bundle;
        private Path processFile;
        private Path runDirectory;
        private Path exitDirectory;
        private boolean terminal;
        private boolean stdin;
        private boolean attach;
        private List<String> exitCommand = List.of();
        private Map<String, String> environment = Map.of();
        private List<Integer> preservedDescriptors = List.of();
        private Integer lifetimeDescriptor;
        private List<String> launcher = List.of();

        private Builder() {}

        public Builder id(ContainerId value) {
            this.id = value;
            return this;
        }

        public Builder session(String value) {
            this.session = value;
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

        public Builder processFile(Path value) {
            this.processFile = value;
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

        public Builder attach(boolean value) {
            this.attach = value;
            return this;
        }

        public Builder exitCommand(List<String> value) {
            this.exitCommand = value;
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

        public Builder launcher(List<String> value) {
            this.launcher = value;
            return this;
        }

        public MonitorExecRequest build() {
            return new MonitorExecRequest(this);
        }
    }
}
