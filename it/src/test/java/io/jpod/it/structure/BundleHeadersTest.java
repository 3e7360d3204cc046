package io.jpod.it.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ApiLevel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What plug-in authors compile against and what we ship as providers is a bundle as well as a jar. */
class BundleHeadersTest {
    private final Repository repository = Repository.here();

    @Test
    void everyPackageOfTheApiIsExportedWithTheLevelAsItsMinorVersion() throws IOException {
        String exported = manifest("api").getValue("Export-Package");
        Set<String> packages = new TreeSet<>();
        repository.classes().stream()
                .filter(type -> repository.moduleOf(type).equals("api"))
                .forEach(type -> packages.add(type.getPackageName()));
        assertTrue(packages.size() >= 8, "too few packages seen: " + packages);
        for (String name : packages) {
            assertTrue(
                    ("," + exported).contains("," + name + ";version=\"1." + ApiLevel.CURRENT + ".0\""),
                    name + " is not exported with version 1." + ApiLevel.CURRENT + ".0: " + exported);
        }
    }

    @Test
    void providersImportTheApiFromTheirLevelUpToTheNextMajorVersion() throws IOException {
        int seen = 0;
        for (String module : repository.modules()) {
            Path services = repository.module(module).resolve("src/main/resources/META-INF/services");
            if (!Files.isDirectory(services)) {
                continue;
            }
            seen++;
            Attributes headers = manifest(module);
            String imported = headers.getValue("Import-Package");
            assertTrue(
                    imported.contains("io.jpod.api;version=\"[1." + ApiLevel.CURRENT + ",2)\""),
                    module + ": " + imported);
            assertNull(headers.getValue("Export-Package"), module + " exports nothing");
            assertEquals("io.jpod." + module.replace('-', '.'), headers.getValue("Bundle-SymbolicName"));
            assertServicesAreCapabilities(module, services, headers.getValue("Provide-Capability"));
        }
        assertTrue(seen >= 7, "too few provider modules seen: " + seen);
    }

    private static void assertServicesAreCapabilities(String module, Path services, String provided)
            throws IOException {
        try (Stream<Path> files = Files.list(services)) {
            for (Path file : files.toList()) {
                for (String provider : Files.readAllLines(file)) {
                    String capability = "osgi.serviceloader;osgi.serviceloader=\"" + file.getFileName()
                            + "\";register:=\"" + provider + "\"";
                    assertTrue(
                            provider.isBlank() || provider.startsWith("#") || provided.contains(capability),
                            () -> module + " lacks " + capability + ": " + provided);
                }
            }
        }
    }

    @Test
    void librariesOfAuthorsAreBundles() throws IOException {
        for (String module : List.of("api", "support", "testkit")) {
            assertEquals("io.jpod." + module, manifest(module).getValue("Bundle-SymbolicName"));
        }
    }

    private Attributes manifest(String module) throws IOException {
        Path file = repository.module(module).resolve("target/classes/META-INF/MANIFEST.MF");
        try (InputStream in = Files.newInputStream(file)) {
            return new Manifest(in).getMainAttributes();
        }
    }
}
