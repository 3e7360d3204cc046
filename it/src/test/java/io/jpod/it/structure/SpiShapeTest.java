package io.jpod.it.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An SPI is small; a provider can be found and made. */
class SpiShapeTest {
    private static final int MOST_METHODS = 10;
    /** Read by providers and never implemented by them. */
    private static final Set<String> READ_ONLY = Set.of("io.jpod.api.host.HostFacts");

    private static final Map<String, String> KINDS = Map.of(
            "runtime", "io.jpod.api.runtime.RuntimeProvider",
            "storage", "io.jpod.api.storage.StorageProvider",
            "network", "io.jpod.api.network.NetworkProvider",
            "idmap", "io.jpod.api.idmap.IdMapProvider",
            "monitor", "io.jpod.api.monitor.MonitorProvider");

    private final Repository repository = Repository.here();

    @Test
    void interfacesOfTheSpiAreSmall() {
        Set<String> violations = new TreeSet<>();
        int seen = 0;
        for (JavaClass type : repository.classes()) {
            if (!type.isInterface() || !repository.moduleOf(type).equals("api")) {
                continue;
            }
            seen++;
            long methods = type.getMethods().stream()
                    .filter(method -> method.getModifiers().contains(JavaModifier.ABSTRACT))
                    .count();
            if (methods > MOST_METHODS && !READ_ONLY.contains(type.getName())) {
                violations.add(type.getName() + " has " + methods + " abstract methods");
            }
        }
        assertTrue(seen >= 10, "too few interfaces seen: " + seen);
        DependencyRulesTest.assertNone(violations);
    }

    @Test
    void everyProviderModuleDeclaresAProviderThatCanBeMade() throws Exception {
        List<String> found = new ArrayList<>();
        for (String module : repository.modules()) {
            String service = KINDS.get(module.contains("-") ? module.substring(0, module.indexOf('-')) : "");
            if (service == null) {
                continue;
            }
            Path descriptor = repository.module(module).resolve("src/main/resources/META-INF/services/" + service);
            assertTrue(Files.exists(descriptor), () -> module + " lacks " + descriptor);
            for (String line : Files.readAllLines(descriptor)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    found.add(module + ": " + describe(line.trim()));
                }
            }
        }
        System.out.println("providers: " + found);
        assertTrue(found.size() >= 7, "too few providers: " + found);
    }

    private String describe(String name) {
        JavaClass type = repository.classes().get(name);
        assertTrue(type.getModifiers().contains(JavaModifier.PUBLIC), name + " is public");
        assertEquals(
                1,
                type.getConstructors().stream()
                        .filter(made -> made.getRawParameterTypes().isEmpty()
                                && made.getModifiers().contains(JavaModifier.PUBLIC))
                        .count(),
                name + " has a public constructor without parameters");
        return name;
    }

    @Test
    void noServiceFileNamesAClassThatIsNotThere() throws IOException {
        Set<String> violations = new TreeSet<>();
        Set<String> known = new TreeSet<>();
        repository.classes().forEach(type -> known.add(type.getName()));
        for (String module : repository.modules()) {
            Path services = repository.module(module).resolve("src/main/resources/META-INF/services");
            if (!Files.isDirectory(services)) {
                continue;
            }
            try (Stream<Path> files = Files.list(services)) {
                for (Path file : files.toList()) {
                    for (String line : Files.readAllLines(file)) {
                        if (!line.isBlank() && !line.startsWith("#") && !known.contains(line.trim())) {
                            violations.add(file + " names " + line);
                        }
                    }
                }
            }
        }
        DependencyRulesTest.assertNone(violations);
    }
}
