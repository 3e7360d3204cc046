package io.jpod.plugins.osgi;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jpod.api.ApiLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SystemPackagesTest {
    @Test
    void everyPackageOfTheApiIsExportedWithItsLevel() throws Exception {
        String exports = SystemPackages.exports(Set.of());
        Path sources = Path.of("../api/src/main/java");
        try (Stream<Path> files = Files.walk(sources.resolve("io/jpod/api"))) {
            List<Path> packages = files.filter(Files::isDirectory).toList();
            assertTrue(packages.size() > 5, packages.toString());
            for (Path directory : packages) {
                String name = sources.relativize(directory).toString().replace('/', '.');
                assertTrue(
                        ("," + exports + ",").contains("," + name + ";version=1." + ApiLevel.CURRENT + ","),
                        name + " in " + exports);
            }
        }
    }

    @Test
    void ofTheJdkOnlyWhatIsImportedAndExportedThereIsOffered() {
        String exports = SystemPackages.exports(
                Set.of("javax.xml.parsers", "jdk.internal.misc", "no.such.thing", "io.jpod.engine", "java.util"));
        assertTrue(exports.contains("javax.xml.parsers"), exports);
        assertFalse(exports.contains("jdk.internal"), exports);
        assertFalse(exports.contains("no.such"), exports);
        assertFalse(exports.contains("io.jpod.engine"), exports);
        assertTrue(exports.contains("java.util"), exports);
    }
}
