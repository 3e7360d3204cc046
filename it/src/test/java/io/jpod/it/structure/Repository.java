package io.jpod.it.structure;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The modules as they lie on disk, and their compiled classes. */
final class Repository {
    private static final Set<String> NOT_SHIPPED = Set.of("it", "benchmarks", "examples");

    private final Path root;
    private final Map<String, Path> modules = new TreeMap<>();

    Repository(Path root) {
        this.root = root;
        try (Stream<Path> entries = Files.list(root)) {
            entries.filter(entry -> Files.exists(entry.resolve("pom.xml")))
                    .filter(entry -> !NOT_SHIPPED.contains(name(entry)))
                    .forEach(entry -> modules.put(name(entry), entry));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The repository that this module lies in. */
    static Repository here() {
        return new Repository(Path.of("").toAbsolutePath().getParent());
    }

    Set<String> modules() {
        return modules.keySet();
    }

    Path module(String name) {
        return modules.get(name);
    }

    /** All classes of all modules' main sources. */
    JavaClasses classes() {
        List<Path> directories = new ArrayList<>();
        for (Path module : modules.values()) {
            Path classes = module.resolve("target/classes");
            if (Files.isDirectory(classes)) {
                directories.add(classes);
            }
        }
        return new ClassFileImporter().importPaths(directories);
    }

    /** The module that a class was compiled in; empty for a class from elsewhere. */
    String moduleOf(JavaClass type) {
        URI source = type.getSource().map(found -> found.getUri()).orElse(null);
        if (source == null || !"file".equals(source.getScheme())) {
            return "";
        }
        Path path = Path.of(source);
        return path.startsWith(root) ? root.relativize(path).getName(0).toString() : "";
    }

    /** Every Java file below a module's sources; {@code part} is {@code main} or {@code test}. */
    List<Path> javaFiles(Path module, String part) {
        Path sources = module.resolve("src").resolve(part).resolve("java");
        if (!Files.isDirectory(sources)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Path> allJavaFiles() {
        List<Path> files = new ArrayList<>();
        List<Path> places = new ArrayList<>(modules.values());
        places.add(root.resolve("it"));
        for (Path place : places) {
            files.addAll(javaFiles(place, "main"));
            files.addAll(javaFiles(place, "test"));
        }
        return files;
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
