package io.jpod.it.plugin;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Makes a plug-in as a stranger would: Java source, the API jar of a distribution, a service descriptor. */
final class PluginJar {
    private final Path api;
    private final Path work;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, List<String>> services = new LinkedHashMap<>();

    /**
     * @param distribution where {@code lib/jpod-api-….jar} is
     * @param work an empty directory for sources and classes
     */
    PluginJar(Path distribution, Path work) {
        this.api = apiOf(distribution);
        this.work = work;
    }

    /** Adds a class without a package. */
    PluginJar source(String className, String source) {
        sources.put(className, source);
        return this;
    }

    PluginJar service(Class<?> type, String className) {
        services.computeIfAbsent(type.getName(), key -> new ArrayList<>()).add(className);
        return this;
    }

    /** Compiles and packs; returns the jar's bytes. */
    byte[] bytes() {
        try {
            Path classes = Files.createDirectories(work.resolve("classes"));
            if (!sources.isEmpty()) {
                compile(classes);
            }
            java.io.ByteArrayOutputStream packed = new java.io.ByteArrayOutputStream();
            try (JarOutputStream jar = new JarOutputStream(packed);
                    Stream<Path> files = Files.list(classes)) {
                for (Path file : files.sorted().toList()) {
                    jar.putNextEntry(new JarEntry(file.getFileName().toString()));
                    jar.write(Files.readAllBytes(file));
                }
                for (Map.Entry<String, List<String>> service : services.entrySet()) {
                    jar.putNextEntry(new JarEntry("META-INF/services/" + service.getKey()));
                    jar.write((String.join("\n", service.getValue()) + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
            return packed.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compile(Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            files.add(Files.writeString(work.resolve(source.getKey() + ".java"), source.getValue()));
        }
        StringWriter said = new StringWriter();
        try (var manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options =
                    List.of("--release", "17", "-proc:none", "-classpath", api.toString(), "-d", classes.toString());
            boolean done = compiler.getTask(
                            said, manager, null, options, null, manager.getJavaFileObjects(files.toArray(new Path[0])))
                    .call();
            if (!done) {
                throw new AssertionError("the plug-in does not compile against " + api + ":\n" + said);
            }
        }
    }

    private static Path apiOf(Path distribution) {
        try (Stream<Path> files = Files.list(distribution.resolve("lib"))) {
            return files.filter(file -> file.getFileName().toString().matches("jpod-api-.*\\.jar"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
