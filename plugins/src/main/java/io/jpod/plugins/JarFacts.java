package io.jpod.plugins;

import io.jpod.api.ProviderKind;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * What a jar says about itself.
 *
 * @param bundleName {@code Bundle-SymbolicName} without directives; empty for a plain jar
 * @param version {@code Bundle-Version} or {@code Implementation-Version}
 * @param apiLevel {@code Jpod-Api-Level}, or the lowest that a bundle's import of {@code io.jpod.api} asks for; 0 when it does not say
 */
public record JarFacts(String bundleName, String version, String description, int apiLevel) {
    static final JarFacts NONE = new JarFacts("", "", "", 0);

    public boolean isBundle() {
        return !bundleName.isEmpty();
    }

    /** Reads a jar's manifest. */
    static JarFacts read(JarFile jar) throws IOException {
        Manifest manifest = jar.getManifest();
        if (manifest == null) {
            return NONE;
        }
        Attributes main = manifest.getMainAttributes();
        String bundle = BundleHeader.firstPath(text(main, "Bundle-SymbolicName"));
        int level = digits(text(main, "Jpod-Api-Level"));
        if (level == 0 && !bundle.isEmpty()) {
            level = BundleHeader.apiLevel(text(main, "Import-Package"));
        }
        return new JarFacts(
                bundle,
                first(text(main, "Bundle-Version"), text(main, "Implementation-Version")),
                first(
                        text(main, "Bundle-Description"),
                        first(text(main, "Bundle-Name"), text(main, "Implementation-Title"))),
                level);
    }

    /** The classes that {@code META-INF/services} names, for each kind that has any. */
    static Map<ProviderKind, List<String>> services(JarFile jar) throws IOException {
        Map<ProviderKind, List<String>> services = new EnumMap<>(ProviderKind.class);
        for (ProviderKind kind : ProviderKind.values()) {
            ZipEntry entry =
                    jar.getEntry("META-INF/services/" + Services.type(kind).getName());
            if (entry == null) {
                continue;
            }
            List<String> classes = new ArrayList<>();
            String text = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n")) {
                int comment = line.indexOf('#');
                String name = (comment < 0 ? line : line.substring(0, comment)).trim();
                if (!name.isEmpty() && !classes.contains(name)) {
                    classes.add(name);
                }
            }
            services.put(kind, classes);
        }
        return services;
    }

    static JarFacts of(Path path) {
        try (JarFile jar = new JarFile(path.toFile())) {
            return read(jar);
        } catch (IOException | RuntimeException e) {
            return NONE;
        }
    }

    private static String text(Attributes attributes, String name) {
        String value = attributes.getValue(name);
        return value == null ? "" : value.trim();
    }

    private static String first(String one, String other) {
        return one.isEmpty() ? other : one;
    }

    private static int digits(String text) {
        try {
            return text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    JsonObject toJson() {
        return new JsonObject()
                .putNonEmpty("bundle", bundleName)
                .putNonEmpty("version", version)
                .putNonEmpty("description", description)
                .putNonEmpty("level", apiLevel);
    }

    static JarFacts fromJson(JsonObject json) {
        return new JarFacts(
                json.getString("bundle", ""),
                json.getString("version", ""),
                json.getString("description", ""),
                json.getInt("level", 0));
    }
}
