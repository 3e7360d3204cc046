package io.jpod.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Debian's docker-registry on a free port of loopback: plain, with a password, or with TLS. */
public final class Registry implements AutoCloseable {
    private final Process process;
    private final Path directory;
    private final int port;

    private Registry(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    public static Registry plain(Fixtures fixtures) {
        return start(fixtures, fixtures.newDirectory("registry"), "", "");
    }

    /** Asks for this user and password. */
    public static Registry withPassword(Fixtures fixtures, String user, String password) {
        Path directory = fixtures.newDirectory("registry");
        Path file = directory.resolve("htpasswd");
        try {
            Files.writeString(file, Fixtures.output("htpasswd", "-Bbn", user, password));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return start(fixtures, directory, "", "auth: {htpasswd: {realm: test, path: " + file + "}}\n");
    }

    /** Speaks TLS with a certificate for {@code localhost} that signs itself: {@link #certificate}. */
    public static Registry withTls(Fixtures fixtures) {
        return withTls(fixtures, fixtures.newDirectory("registry"), "");
    }

    /** As {@link #withTls}, for clients that have a certificate of this authority. */
    public static Registry withClients(Fixtures fixtures, Path authority) {
        return withTls(fixtures, fixtures.newDirectory("registry"), ", clientcas: [" + authority + "]");
    }

    private static Registry withTls(Fixtures fixtures, Path directory, String more) {
        Path certificate = directory.resolve("certificate.pem");
        Path key = directory.resolve("key.pem");
        Fixtures.output(
                "sh",
                "-c",
                "openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
                        + " -keyout " + key + " -out " + certificate + " 2>/dev/null");
        return start(fixtures, directory, ", tls: {certificate: " + certificate + ", key: " + key + more + "}", "");
    }

    private static Registry start(Fixtures fixtures, Path directory, String http, String more) {
        Requirement.REGISTRY.checkProgram("docker-registry");
        try {
            int port;
            try (ServerSocket socket = new ServerSocket(0)) {
                port = socket.getLocalPort();
            }
            Path config = Files.writeString(
                    directory.resolve("config.yml"),
                    "version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: " + directory
                            + "/data}, delete: {enabled: true}}\n" + "http: {addr: 'localhost:" + port + "'" + http
                            + "}\n" + more);
            Process process = new ProcessBuilder("docker-registry", "serve", config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            Registry registry = new Registry(process, directory, port);
            Deadline.await(
                    Duration.ofSeconds(20), () -> "docker-registry answers: " + registry.log(), registry::answers);
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("localhost", port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** {@code localhost:PORT}. */
    public String address() {
        return "localhost:" + port;
    }

    public Path certificate() {
        return directory.resolve("certificate.pem");
    }

    /** The file of a blob, to damage it. */
    public Path blob(String digest) {
        String hex = digest.substring("sha256:".length());
        return directory.resolve("data/docker/registry/v2/blobs/sha256/" + hex.substring(0, 2) + "/" + hex + "/data");
    }

    public String log() {
        try {
            return Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts an OCI layout there with skopeo; returns the whole reference. */
    public String put(Path layout, String repository, String... options) {
        Requirement.SKOPEO.checkProgram("skopeo");
        String reference = address() + "/" + repository;
        java.util.ArrayList<String> argv = new java.util.ArrayList<>(
                List.of("skopeo", "--insecure-policy", "copy", "--quiet", "--dest-tls-verify=false"));
        argv.addAll(List.of(options));
        argv.addAll(List.of("oci:" + layout, "docker://" + reference));
        Fixtures.output(argv.toArray(new String[0]));
        return reference;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
