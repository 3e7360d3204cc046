package io.jpod.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One more process in a running container. */
public final class ExecRequest {
    private final List<String> command;
    private final Map<String, String> env;
    private final String user;
    private final String workingDirectory;
    private final boolean terminal;
    private final boolean interactive;
    private final boolean privileged;
    private final List<Integer> preserveFds;
    private final String cidFile;
    private final boolean listed;

    private ExecRequest(Builder builder) {
        this.command = List.copyOf(builder.command);
        this.env = Collections.unmodifiableMap(new LinkedHashMap<>(builder.env));
        this.user = builder.user;
        this.workingDirectory = builder.workingDirectory;
        this.terminal = builder.terminal;
        this.interactive = builder.interactive;
        this.privileged = builder.privileged;
        this.preserveFds = List.copyOf(builder.preserveFds);
        this.cidFile = builder.cidFile;
        this.listed = builder.listed;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.command = command;
        builder.env = env;
        builder.user = user;
        builder.workingDirectory = workingDirectory;
        builder.terminal = terminal;
        builder.interactive = interactive;
        builder.privileged = privileged;
        builder.preserveFds = preserveFds;
        builder.cidFile = cidFile;
        builder.listed = listed;
        return builder;
    }

    /** Program and arguments, at least one word. */
    public List<String> command() {
        return command;
    }

    /** Added to the container's. */
    public Map<String, String> env() {
        return env;
    }

    /** {@code user[:group]}; empty for the container's. */
    public String user() {
        return user;
    }

    /** Empty for the container's. */
    public String workingDirectory() {
        return workingDirectory;
    }

    public boolean terminal() {
        return terminal;
    }

    /** Standard input is connected. */
    public boolean interactive() {
        return interactive;
    }

    public boolean privileged() {
        return privileged;
    }

    public List<Integer> preserveFds() {
        return preserveFds;
    }

    /** Where the session's id is written; empty for nowhere. */
    public String cidFile() {
        return cidFile;
    }

    /** False for a session that {@code inspect} does not show and {@code container cleanup} does not know. */
    public boolean listed() {
        return listed;
    }

    /** Collects the values of a {@link ExecRequest}. */
    public static final class Builder {
        private List<String> command = List.of();
        private Map<String, String> env = Map.of();
        private String user = "";
        private String workingDirectory = "";
        private boolean terminal;
        private boolean interactive;
        private boolean privileged;
        private List<Integer> preserveFds = List.of();
        private String cidFile = "";
        private boolean listed = true;

        private Builder() {}

        public Builder command(List<String> value) {
            this.command = value;
            return this;
        }

        public Builder env(Map<String, String> value) {
            this.env = value;
            return this;
        }

        public Builder user(String value) {
            this.user = value;
            return this;
        }

        public Builder workingDirectory(String value) {
            this.workingDirectory = value;
            return this;
        }

        public Builder terminal(boolean value) {
            this.terminal = value;
            return this;
        }

        public Builder interactive(boolean value) {
            this.interactive = value;
            return this;
        }

        public Builder privileged(boolean value) {
            this.privileged = value;
            return this;
        }

        public Builder preserveFds(List<Integer> value) {
            this.preserveFds = value;
            return this;
        }

        public Builder cidFile(String value) {
            this.cidFile = value;
            return this;
        }

        public Builder listed(boolean value) {
            this.listed = value;
            return this;
        }

        public ExecRequest build() {
            return new ExecRequest(this);
        }
    }
}
