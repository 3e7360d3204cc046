package io.jpod.it.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Arrows point down; providers see nobody; each library stays in its corner. */
class DependencyRulesTest {
    private static final Set<String> PROVIDER = Set.of("api", "support");

    /** What a module's classes may use, other than themselves and the JDK's. A module that is not listed here fails the test. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("api", Set.of()),
            Map.entry("support", Set.of("api")),
            Map.entry("testkit", Set.of("api")),
            Map.entry("image", Set.of("api", "support")),
            Map.entry("engine", Set.of("api", "support", "image")),
            // It runs the contract tests for "plugin verify".
            Map.entry("plugins", Set.of("api", "support", "testkit")),
            Map.entry("cli", Set.of("api", "support", "image", "engine", "plugins", "session")),
            Map.entry("session", Set.of("api", "support")),
            Map.entry("runtime-crun", PROVIDER),
            Map.entry("runtime-runc", PROVIDER),
            Map.entry("storage-overlay", PROVIDER),
            Map.entry("storage-vfs", PROVIDER),
            Map.entry("network-slirp", PROVIDER),
            Map.entry("idmap-subid", PROVIDER),
            Map.entry("monitor-conmon", PROVIDER),
            // Providers are at runtime scope: found by name, never compiled against.
            Map.entry("launcher", Set.of("api", "support", "image", "engine", "plugins", "cli", "session")));

    /** Where a library may be used: package prefix to the packages of ours that may. */
    private static final Map<String, List<String>> LIBRARIES = Map.of(
            "com.fasterxml.jackson.", List.of("io.jpod.support.toml"),
            "com.sun.jna.", List.of("io.jpod.support.posix"),
            "org.apache.commons.compress.", List.of("io.jpod.support", "io.jpod.image"),
            "com.github.luben.zstd.", List.of("io.jpod.support.layer", "io.jpod.image.transport"),
            "org.tukaani.xz.", List.of("io.jpod.support.layer"),
            "org.bouncycastle.", List.of("io.jpod.image.trust"),
            "org.osgi.", List.of("io.jpod.plugins.osgi"),
            "org.apache.felix.", List.of("io.jpod.plugins.osgi"),
            "org.junit.", List.of("io.jpod.testkit", "io.jpod.plugins.verify"),
            "org.slf4j.", List.of());

    private final Repository repository = Repository.here();
    private final JavaClasses classes = repository.classes();

    @Test
    void everyModuleIsSeenAndHasARule() {
        Map<String, Integer> seen = new TreeMap<>();
        Set<String> packages = new TreeSet<>();
        for (JavaClass type : classes) {
            seen.merge(repository.moduleOf(type), 1, Integer::sum);
            packages.add(type.getPackageName());
        }
        System.out.println(
                "dependency rules saw " + classes.size() + " classes in " + packages.size() + " packages: " + seen);
        assertEquals(new TreeSet<>(ALLOWED.keySet()), new TreeSet<>(repository.modules()), "modules with a rule");
        assertTrue(classes.size() > 50 && packages.size() > 10, "too few classes seen: " + seen);
    }

    @Test
    void modulesDependDownwardsOnly() {
        Set<String> violations = new TreeSet<>();
        for (JavaClass type : classes) {
            String from = repository.moduleOf(type);
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String to = repository.moduleOf(dependency.getTargetClass().getBaseComponentType());
                if (!to.isEmpty()
                        && !to.equals(from)
                        && !ALLOWED.getOrDefault(from, Set.of()).contains(to)) {
                    violations.add(from + " -> " + to + ": " + dependency.getDescription());
                }
            }
        }
        assertNone(violations);
    }

    @Test
    void librariesStayInTheirCorners() {
        Set<String> violations = new TreeSet<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target =
                        dependency.getTargetClass().getBaseComponentType().getName();
                boolean ours = target.startsWith("io.jpod.");
                boolean jdk = target.startsWith("java.")
                        || target.startsWith("javax.")
                        || target.startsWith("jdk.")
                        || target.startsWith("org.w3c.dom.")
                        || target.startsWith("org.xml.sax.")
                        || !target.contains(".");
                if (!ours && !jdk && !mayUse(type, target)) {
                    violations.add(type.getName() + " -> " + target);
                }
            }
        }
        assertNone(violations);
    }

    @Test
    void twoPackagesOfOneNameAreNotInTwoModules() {
        Map<String, String> owners = new TreeMap<>();
        Set<String> violations = new TreeSet<>();
        for (JavaClass type : classes) {
            String module = repository.moduleOf(type);
            String other = owners.putIfAbsent(type.getPackageName(), module);
            if (other != null && !other.equals(module)) {
                violations.add(type.getPackageName() + " is in " + other + " and " + module);
            }
        }
        assertNone(violations);
    }

    private static boolean mayUse(JavaClass type, String target) {
        for (Map.Entry<String, List<String>> library : LIBRARIES.entrySet()) {
            if (target.startsWith(library.getKey())) {
                return library.getValue().stream()
                        .anyMatch(corner -> type.getPackageName().equals(corner)
                                || type.getPackageName().startsWith(corner + "."));
            }
        }
        return false;
    }

    static void assertNone(Set<String> violations) {
        assertTrue(violations.isEmpty(), () -> violations.size() + " violations:\n" + String.join("\n", violations));
    }
}
