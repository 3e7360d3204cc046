package io.jpod.plugins.osgi;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.apache.felix.framework.util.manifestparser.ManifestParser;

/** What is needed of a bundle's jar before a framework is there. */
final class BundleManifest {
    private BundleManifest() {}

    /** The packages that a bundle imports, also dynamically; empty for a jar that cannot be read. */
    static Set<String> imports(Path jar) {
        Set<String> packages = new TreeSet<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            if (file.getManifest() == null) {
                return packages;
            }
            Attributes main = file.getManifest().getMainAttributes();
            for (String header : List.of("Import-Package", "DynamicImport-Package")) {
                String value = main.getValue(header);
                if (value != null) {
                    for (String clause : ManifestParser.parseDelimitedString(value, ",")) {
                        for (String part : ManifestParser.parseDelimitedString(clause, ";")) {
                            if (part.indexOf('=') < 0) {
                                packages.add(part.trim());
                            }
                        }
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            // Felix says what is wrong with it when it is installed.
        }
        return packages;
    }

    /** The classes that {@code META-INF/services} names for an interface. */
    static List<String> services(File jar, Class<?> type) throws IOException {
        List<String> names = new ArrayList<>();
        try (JarFile file = new JarFile(jar)) {
            ZipEntry entry = file.getEntry("META-INF/services/" + type.getName());
            if (entry == null) {
                return names;
            }
            String text = new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n")) {
                int comment = line.indexOf('#');
                String name = (comment < 0 ? line : line.substring(0, comment)).trim();
                if (!name.isEmpty() && !names.contains(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
