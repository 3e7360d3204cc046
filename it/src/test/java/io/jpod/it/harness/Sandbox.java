package io.jpod.it.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** One test class's home, runtime directory and scratch directory on a host. Commands run there, as the host's user. */
public final class Sandbox {
    private final Host host;
    private final Path program;
    private final Fixtures fixtures;
    private final Path directory;
    private final Map<String, String> environment;
    private final List<String> globalOptions;

    private Sandbox(
            Host host,
            Path program,
            Fixtures fixtures,
            Path directory,
            Map<String, String> environment,
            List<String> globalOptions) {
        this.host = host;
        this.program = program;
        this.fixtures = fixtures;
        this.directory = directory;
        this.environment = environment;
        this.globalOptions = globalOptions;
    }

    /** Makes the directories; {@code number} tells sandboxes of one run apart. */
    static Sandbox create(Host host, Path program, Fixtures fixtures, Path directory, int number) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("HOME", directory.resolve("home").toString());
        Sandbox bare = new Sandbox(host, program, fixtures, directory, Map.of(), List.of());
        fixtures.own(directory, host.uid());
        bare.sh("mkdir -p home/.config/containers tmp"
                        + (host.mode() == HostMode.NO_RUNTIME_DIRECTORY || host.mode() == HostMode.ROOT
                                ? ""
                                : " && mkdir -m 700 -p $XDG_RUNTIME_DIR/s" + number))
                .succeeds();
        List<String> options = List.of();
        if (host.mode() == HostMode.ROOT) {
            options = List.of("--root", directory + "/home/data", "--runroot", "/run/jpod-it-" + number);
        } else if (host.mode() != HostMode.NO_RUNTIME_DIRECTORY) {
            String base = bare.sh("echo $XDG_RUNTIME_DIR").succeeds().text();
            environment.put("XDG_RUNTIME_DIR", base + "/s" + number);
        }
        Sandbox sandbox = new Sandbox(host, program, fixtures, directory, environment, options);
        sandbox.configure();
        return sandbox;
    }

    /** Podman as the program under test needs to be told what jpod finds out. */
    private void configure() {
        write(
                "home/.config/containers/containers.conf",
                "[engine]\ncgroup_manager = \"cgroupfs\"\nevents_logger = \"file\"\n");
        write("home/.config/containers/policy.json", "{\"default\": [{\"type\": \"insecureAcceptAnything\"}]}\n");
    }

    /** The same sandbox with more environment; a null value takes the name away. */
    public Sandbox with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(name, value);
        return new Sandbox(host, program, fixtures, directory, more, globalOptions);
    }

    /** The same sandbox with options before the command's name. */
    public Sandbox options(String... options) {
        List<String> more = new ArrayList<>(globalOptions);
        more.addAll(List.of(options));
        return new Sandbox(host, program, fixtures, directory, environment, more);
    }

    /** The same sandbox with another program under test. */
    public Sandbox program(Path other) {
        return new Sandbox(host, other, fixtures, directory, environment, globalOptions);
    }

    public boolean isJpod() {
        return program.endsWith("jpod");
    }

    public Host host() {
        return host;
    }

    public Fixtures fixtures() {
        return fixtures;
    }

    /** Scratch space that the host's user owns; below it are {@code home} and {@code tmp}. */
    public Path directory() {
        return directory;
    }

    public Path home() {
        return directory.resolve("home");
    }

    /** The value of XDG_RUNTIME_DIR, as the host sees it; null where there is none. */
    public String runtimeDirectory() {
        return environment.get("XDG_RUNTIME_DIR");
    }

    /** Runs the program under test to its end, with no input. */
    public Result jpod(String... arguments) {
        return start(arguments).endInput().end(Duration.ofSeconds(120));
    }

    public Result jpod(List<String> arguments) {
        return jpod(arguments.toArray(new String[0]));
    }

    /** Runs the program under test with this as its standard input. */
    public Result jpodReading(String input, String... arguments) {
        return start(arguments).send(input).endInput().end(Duration.ofSeconds(120));
    }

    /** Starts the program under test; its input stays open. */
    public Running start(String... arguments) {
        return launch(argv(arguments));
    }

    /** Starts the program under test on a terminal of its own; what is sent is typed. */
    public Running startOnTerminal(String... arguments) {
        StringBuilder line = new StringBuilder("exec");
        for (String word : argv(arguments)) {
            line.append(' ').append(quote(word));
        }
        return launch(List.of("script", "--quiet", "--return", "--command", line.toString(), "/dev/null"));
    }

    /** Runs a shell script in the scratch directory, as the host's user. */
    public Result sh(String script) {
        return launch(List.of("sh", "-c", script)).endInput().end(Duration.ofSeconds(120));
    }

    /** The program's name and options, for use inside {@link #sh}. */
    public String command() {
        StringBuilder line = new StringBuilder();
        for (String word : argv()) {
            line.append(line.length() == 0 ? "" : " ").append(quote(word));
        }
        return line.toString();
    }

    private Running launch(List<String> argv) {
        return Running.start(host.enter(environment, argv), argv, directory);
    }

    private List<String> argv(String... arguments) {
        List<String> argv = new ArrayList<>();
        argv.add(program.toString());
        argv.addAll(globalOptions);
        argv.addAll(List.of(arguments));
        return argv;
    }

    /** Writes a file that the host's user owns; returns its path. */
    public Path write(String name, String content) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            fixtures.own(file, host.uid());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a directory that the host's user owns. */
    public Path mkdir(String name) {
        sh("mkdir -p " + quote(name)).succeeds();
        return directory.resolve(name);
    }

    /** The name of the busybox image, which is brought in by the first call. */
    public String busybox() {
        return image("localhost/busybox:latest", fixtures::busybox);
    }

    /** The name of the Debian image. */
    public String debian() {
        return image("localhost/debian:latest", fixtures::debian);
    }

    /** Brings an OCI layout in under a name, unless the name is there. */
    public String image(String name, Supplier<Path> layout) {
        if (jpod("inspect", "--type", "image", name).exitCode() != 0) {
            pullAs(name, layout.get());
        }
        return name;
    }

    public String pullAs(String name, Path layout) {
        String id = jpod("pull", "-q", "oci:" + layout).succeeds().text();
        jpod("tag", id, name).succeeds();
        for (JsonNode other :
                jpod("inspect", "--type", "image", id).succeeds().json().at("/0/RepoTags")) {
            if (!other.asText().equals(name)) {
                jpod("rmi", other.asText()).succeeds();
            }
        }
        return name;
    }

    /** Starts a container in the background that runs until it is stopped; returns its id. */
    public String sleeper(String... options) {
        List<String> arguments = new ArrayList<>(List.of("run", "-d"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of(busybox(), "sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done"));
        return jpod(arguments).succeeds().text();
    }

    public void assertState(String container, String state) {
        assertEquals(
                state,
                jpod("inspect", "--format", "{{.State.Status}}", container)
                        .succeeds()
                        .text());
    }

    public void awaitState(String container, String state) {
        Deadline.await(
                "container " + container + " is " + state,
                () -> state.equals(jpod("inspect", "--format", "{{.State.Status}}", container)
                        .text()));
    }

    static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
