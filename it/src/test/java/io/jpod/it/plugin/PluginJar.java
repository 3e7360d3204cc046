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
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Makes a plug-in as a stranger would: Java source, the API jar of a distribution, a service descriptor. */
final class PluginJar {
    private String classPath;
    private final Path work;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, List<String>> services = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<String> left = new ArrayList<>();
    private final Manifest manifest = new Manifest();

    /**
     * @param distribution where {@code lib/jpod-api-….jar} is
     * @param work an empty directory for sources and classes
     */
    PluginJar(Path distribution, Path work) {
        this.classPath =
                jar(distribution, "jpod-api-.*") + ":" + jar(distribution, "org\\.apache\\.felix\\.framework-.*");
        this.work = work;
    }

    /** Adds a class by its full name. */
    PluginJar source(String className, String source) {
        sources.put(className, source);
        return this;
    }

    PluginJar service(Class<?> type, String className) {
        services.computeIfAbsent(type.getName(), key -> new ArrayList<>()).add(className);
        return this;
    }

    /** Adds a header of the manifest; the first makes a manifest. */
    PluginJar header(String name, String value) {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    PluginJar file(String path, String content) {
        files.put(path, content);
        return this;
    }

    /** Compiles a class, but leaves it out of the jar. */
    PluginJar without(String className) {
        left.add(className.replace('.', '/') + ".class");
        return this;
    }

    /** Another jar on the class path of the compiler. */
    PluginJar compiledWith(Path jar) {
        classPath += ":" + jar;
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
                    Stream<Path> compiled = Files.walk(classes)) {
                if (!manifest.getMainAttributes().isEmpty()) {
                    jar.putNextEntry(new JarEntry("META-INF/MANIFEST.MF"));
                    manifest.write(jar);
                }
                for (Path file : compiled.filter(Files::isRegularFile).sorted().toList()) {
                    String name = classes.relativize(file).toString();
                    if (!left.contains(name)) {
                        jar.putNextEntry(new JarEntry(name));
                        jar.write(Files.readAllBytes(file));
                    }
                }
                for (Map.Entry<String, String> file : files.entrySet()) {
                    jar.putNextEntry(new JarEntry(file.getKey()));
                    jar.write(file.getValue().getBytes(StandardCharsets.UTF_8));
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
            Path file = work.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        StringWriter said = new StringWriter();
        try (var manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options =
                    List.of("--release", "17", "-proc:none", "-classpath", classPath, "-d", classes.toString());
            boolean done = compiler.getTask(
                            said, manager, null, options, null, manager.getJavaFileObjects(files.toArray(new Path[0])))
                    .call();
            if (!done) {
                throw new AssertionError("the plug-in does not compile against " + classPath + ":\n" + said);
            }
        }
    }

    private static Path jar(Path distribution, String name) {
        try (Stream<Path> files = Files.list(distribution.resolve("lib"))) {
            return files.filter(file -> file.getFileName().toString().matches(name + "\\.jar"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
