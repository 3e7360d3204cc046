package io.jpod.it.plugin;

import io.jpod.it.harness.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the tests of plug-ins make their jars of. */
final class PluginSources {
    static final String IDMAP = "io.jpod.api.idmap.IdMapProvider";
    static final String API = "io.jpod.api;version=\"[1.1,2)\",io.jpod.api.host;version=\"[1.1,2)\","
            + "io.jpod.api.idmap;version=\"[1.1,2)\"";

    private PluginSources() {}

    static String source(String name) {
        try (InputStream in = PluginSources.class.getResourceAsStream("/plugin/" + name + ".java.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The id mapping with another class name, id, and a change of its text. */
    static String idMap(String className, String id) {
        return source("FixedIds").replace("FixedIds", className).replace("\"fixed\"", "\"" + id + "\"");
    }

    static PluginJar jar(Sandbox box) {
        Path distribution = box.fixtures().repository().resolve("launcher/target/jpod");
        return new PluginJar(distribution, box.fixtures().newDirectory("plugin"));
    }

    /** A bundle with headers as a tool would write them. */
    static PluginJar bundle(Sandbox box, String name, String version, String imports) {
        PluginJar jar = jar(box).header("Bundle-ManifestVersion", "2")
                .header("Bundle-SymbolicName", name)
                .header("Bundle-Version", version);
        return imports.isEmpty() ? jar : jar.header("Import-Package", imports);
    }

    static Path put(Path directory, String name, PluginJar jar) {
        return put(directory, name, jar.bytes());
    }

    static Path put(Path directory, String name, byte[] content) {
        try {
            Files.createDirectories(directory);
            return Files.write(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
