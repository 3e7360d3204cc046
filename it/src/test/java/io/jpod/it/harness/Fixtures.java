package io.jpod.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a run makes once: a directory that every user can read, a copy of the distribution, images. Not thread-safe. */
public final class Fixtures implements AutoCloseable {
    private static final Path BUSYBOX = Path.of("/bin/busybox");

    private final Path repository;
    private final Path directory;
    private Path busybox;
    private Path debian;

    Fixtures(Path repository, Path directory) {
        this.repository = repository;
        this.directory = directory;
        own(directory, 0);
    }

    public Path repository() {
        return repository;
    }

    /** Where this run keeps its files; removed at the end. */
    public Path directory() {
        return directory;
    }

    /** The distribution, copied to where it was not built, because it must work anywhere. */
    public Path distribution() {
        Path copy = directory.resolve("jpod");
        if (!Files.exists(copy)) {
            Path built = repository.resolve("launcher/target/jpod");
            if (!Files.isExecutable(built.resolve("bin/jpod"))) {
                throw new IllegalStateException("no " + built + "/bin/jpod: build it with mvn package");
            }
            host("cp", "-a", built.toString(), copy.toString());
        }
        return copy;
    }

    /** {@code scripts/rootless-host}, copied to where a host with a {@code /tmp} of its own sees it too. */
    Path hostScript() {
        Path copy = directory.resolve("rootless-host");
        if (!Files.exists(copy)) {
            host("cp", "-a", repository.resolve("scripts/rootless-host").toString(), copy.toString());
        }
        return copy;
    }

    /** An OCI layout of the static busybox: applets as links in /bin, a user {@code user} (1000), files with odd owners. */
    public Path busybox() {
        if (busybox == null) {
            busybox = new OciLayout()
                    .layer(busyboxTar().bytes())
                    .writeTo(directory.resolve("images/busybox"), "localhost/busybox:latest");
        }
        return busybox;
    }

    /** The static busybox itself. */
    public byte[] busyboxBytes() {
        try {
            return Files.readAllBytes(BUSYBOX);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + BUSYBOX + "; install busybox-static", e);
        }
    }

    /** The files of {@link #busybox}, to put more on top. */
    public Tar busyboxTar() {
        Tar tar = new Tar();
        for (String name : List.of("bin", "dev", "etc", "home", "proc", "sys", "usr", "usr/bin", "var", "run")) {
            tar.directory(name, 0755);
        }
        tar.directory("root", 0700).directory("tmp", 01777).directory("home/user", 0755, 1000, 1000);
        tar.file("bin/busybox", 0755, 0, 0, busyboxBytes());
        for (String applet : output("busybox", "--list").split("\n")) {
            if (!applet.equals("busybox")) {
                tar.symlink("bin/" + applet, "busybox");
            }
        }
        tar.file("etc/passwd", 0644, "root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000:User:/home/user:/bin/sh\n");
        tar.file("etc/group", 0644, "root:x:0:\nuser:x:1000:\nextra:x:2000:user\n");
        tar.file("etc/motd", 0644, "made by hand\n");
        tar.file("home/user/owned", 0640, 1000, 2000, "of user\n".getBytes(StandardCharsets.UTF_8));
        return tar;
    }

    /**
     * An OCI layout of Debian with apt, as {@code localhost/debian:latest}. Its tar is kept in {@code /var/tmp} between runs, one a
     * month: making it takes a minute and the distribution's mirror.
     */
    public Path debian() {
        if (debian == null) {
            Path tar = Path.of(
                    "/var/tmp/jpod-it-cache/debian-" + output("date", "+%Y%m").trim() + ".tar");
            try {
                if (!Files.exists(tar)) {
                    Files.createDirectories(tar.getParent());
                    Path draft = tar.resolveSibling(
                            "draft-" + ProcessHandle.current().pid() + ".tar");
                    host(
                            "sh",
                            "-c",
                            "unset TMPDIR; . /etc/os-release; mmdebstrap --quiet --variant=apt $VERSION_CODENAME "
                                    + draft);
                    Files.move(draft, tar);
                }
                debian = new OciLayout()
                        .layer(Files.readAllBytes(tar))
                        .writeTo(directory.resolve("images/debian"), "localhost/debian:latest");
            } catch (IOException e) {
                throw new UncheckedIOException("cannot make the Debian image " + tar, e);
            }
        }
        return debian;
    }

    /** A static program made from C source; made once per name. */
    public Path compile(String name, String source) {
        Path program = directory.resolve("programs").resolve(name);
        if (!Files.exists(program)) {
            try {
                Files.createDirectories(program.getParent());
                Path file = Files.writeString(program.resolveSibling(name + ".c"), source);
                host("gcc", "-static", "-O1", "-o", program.toString(), file.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return program;
    }

    /** A fresh directory for an image that a test makes. */
    public Path newDirectory(String prefix) {
        try {
            Path images = Files.createDirectories(directory.resolve("images"));
            Path made = Files.createTempDirectory(images, prefix);
            Files.setPosixFilePermissions(made, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program outside every host, as whoever runs the tests; it must succeed. */
    public static String output(String... argv) {
        try {
            Process process = new ProcessBuilder(argv)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException(String.join(" ", argv) + " ended with " + code + ": " + out);
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void host(String... argv) {
        output(argv);
    }

    /** Gives a file, or a directory that is made, to a user. */
    final void own(Path path, int uid) {
        try {
            if (!Files.exists(path)) {
                Files.createDirectories(path);
            }
            if (Host.invokedByRoot()) {
                Files.setAttribute(path, "unix:uid", uid);
                Files.setAttribute(path, "unix:gid", uid);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (Host.invokedByRoot()) {
            host("rm", "-rf", "--one-file-system", directory.toString());
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
