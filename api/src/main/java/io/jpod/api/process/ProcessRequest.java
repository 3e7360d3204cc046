package io.jpod.api.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to start. Standard streams are {@code /dev/null} for {@link ProcessRunner#spawn}; for {@link ProcessRunner#run}
 * input is {@code /dev/null} or {@link #input()}, output and error are collected. {@link #descriptors()} overrides both.
 */
public final class ProcessRequest {
    private final List<String> argv;
    private final Map<String, String> environment;
    private final boolean cleanEnvironment;
    private final Path directory;
    private final byte[] input;
    private final Map<Integer, Integer> descriptors;
    private final Duration timeout;

    private ProcessRequest(Builder builder) {
        this.argv = List.copyOf(builder.argv);
        this.environment = Collections.unmodifiableMap(new LinkedHashMap<>(builder.environment));
        this.cleanEnvironment = builder.cleanEnvironment;
        this.directory = builder.directory;
        this.input = builder.input;
        this.descriptors = Collections.unmodifiableMap(new LinkedHashMap<>(builder.descriptors));
        this.timeout = builder.timeout;
    }

    public static ProcessRequest of(List<String> argv) {
        return builder(argv).build();
    }

    public static Builder builder(List<String> argv) {
        return new Builder(argv);
    }

    /** Program and arguments; a program without a slash is looked up on the search path. */
    public List<String> argv() {
        return argv;
    }

    /** Variables to add or replace. */
    public Map<String, String> environment() {
        return environment;
    }

    /** True when the child sees only {@link #environment()}. */
    public boolean cleanEnvironment() {
        return cleanEnvironment;
    }

    public Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    /** What the child reads from standard input. */
    public Optional<byte[]> input() {
        return Optional.ofNullable(input);
    }

    /** Descriptors of the child, each with the engine's descriptor that it is a duplicate of. */
    public Map<Integer, Integer> descriptors() {
        return descriptors;
    }

    /** After this time the child is killed; empty waits for ever. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** Builds a request. */
    public static final class Builder {
        private final List<String> argv;
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final Map<Integer, Integer> descriptors = new LinkedHashMap<>();
        private boolean cleanEnvironment;
        private Path directory;
        private byte[] input;
        private Duration timeout;

        private Builder(List<String> argv) {
            this.argv = new ArrayList<>(argv);
        }

        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        public Builder environment(Map<String, String> variables) {
            environment.putAll(variables);
            return this;
        }

        public Builder cleanEnvironment() {
            cleanEnvironment = true;
            return this;
        }

        public Builder directory(Path value) {
            directory = value;
            return this;
        }

        public Builder input(byte[] value) {
            input = value.clone();
            return this;
        }

        public Builder descriptor(int inChild, int inEngine) {
            descriptors.put(inChild, inEngine);
            return this;
        }

        public Builder timeout(Duration value) {
            timeout = value;
            return this;
        }

        public ProcessRequest build() {
            return new ProcessRequest(this);
        }
    }
}
