package io.jpod.it.structure;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Calls that only one place may make, and state that nobody may have. */
class ForbiddenCallsTest {
    /** What is called: owner and method (empty: any), and which packages or classes may; each with its reason. */
    private record Rule(String owner, String method, List<String> allowed, String reason) {}

    private static final List<Rule> RULES = List.of(
            new Rule("java.lang.System", "exit", List.of("io.jpod.launcher.Main"), "only main ends the process"),
            new Rule("java.lang.Runtime", "exit", List.of("io.jpod.launcher.Main"), "only main ends the process"),
            new Rule(
                    "java.lang.Runtime",
                    "halt",
                    // The testkit plays a process that is killed; plug-ins are examined in a process that ends so, and
                    // one that
                    // ends the process itself cannot be stopped, only named.
                    List.of(
                            "io.jpod.launcher.Main",
                            "io.jpod.testkit.storage.AbandonedDraft",
                            "io.jpod.plugins.ProbeMain",
                            "io.jpod.plugins.ExitWatch",
                            "io.jpod.plugins.verify.VerifyMain"),
                    "only main ends the process"),
            new Rule("java.lang.Runtime", "exec", List.of(), "processes are started by ProcessRunner"),
            new Rule(
                    "java.lang.ProcessBuilder",
                    "",
                    // A program that embeds the engine is outside the user's namespaces and is no command.
                    List.of("io.jpod.support.process", "io.jpod.testkit", "io.jpod.engine.embed.HelperProcess"),
                    "slow, and cannot hand on descriptors: ProcessRunner or Posix.spawn"),
            new Rule(
                    "java.lang.System",
                    "getenv",
                    // Entries as Main is one.
                    List.of(
                            "io.jpod.plugins.verify",
                            "io.jpod.launcher",
                            "io.jpod.engine.embed.LocalEngine$Builder",
                            "io.jpod.engine.embed.HelperMain"),
                    "the environment comes in as a parameter"),
            // A contract test waits for real processes.
            new Rule(
                    "java.time.Instant",
                    "now",
                    List.of("io.jpod.launcher", "io.jpod.testkit"),
                    "the clock comes in as a parameter"),
            new Rule(
                    "java.util.ServiceLoader",
                    "",
                    List.of("io.jpod.plugins", "io.jpod.engine.embed"),
                    "one module finds a distribution's providers; an embedding program has them on its class path"),
            new Rule("java.lang.Thread", "sleep", List.of("io.jpod.support.posix"), "wait on a descriptor or a child"),
            new Rule("java.lang.Throwable", "printStackTrace", List.of(), "the command line prints errors once"));

    private final Repository repository = Repository.here();
    private final JavaClasses classes = repository.classes();

    @Test
    void callsAreMadeWhereTheyBelong() {
        Set<String> violations = new TreeSet<>();
        int seen = 0;
        for (JavaClass type : classes) {
            for (JavaCodeUnitAccess<?> call : type.getCodeUnitAccessesFromSelf()) {
                seen++;
                check(type, call, violations);
            }
        }
        System.out.println("forbidden calls: " + seen + " calls seen, " + RULES.size() + " rules");
        assertTrue(seen > 200, "too few calls seen: " + seen);
        DependencyRulesTest.assertNone(violations);
    }

    private static void check(JavaClass type, JavaCodeUnitAccess<?> call, Set<String> violations) {
        String owner = call.getTargetOwner().getName();
        for (Rule rule : RULES) {
            if (owner.equals(rule.owner())
                    && (rule.method().isEmpty() || call.getName().equals(rule.method()))
                    && rule.allowed().stream().noneMatch(place -> isIn(type, place))
                    && (call.getTarget().getRawParameterTypes().isEmpty()
                            || !rule.method().equals("now"))) {
                violations.add(call.getSourceCodeLocation() + " " + type.getName() + " calls " + owner + "."
                        + call.getName() + ": " + rule.reason());
            }
        }
    }

    private static boolean isIn(JavaClass type, String place) {
        return type.getName().equals(place)
                || type.getName().startsWith(place + "$")
                || type.getPackageName().equals(place)
                || type.getPackageName().startsWith(place + ".");
    }

    @Test
    void onlyTheCommandLineTouchesTheStreams() {
        Set<String> violations = new TreeSet<>();
        for (JavaClass type : classes) {
            type.getFieldAccessesFromSelf().stream()
                    .filter(access -> access.getTargetOwner().getName().equals("java.lang.System"))
                    .filter(access -> !isIn(type, "io.jpod.launcher"))
                    .forEach(access -> violations.add(access.getDescription()));
        }
        DependencyRulesTest.assertNone(violations);
    }

    @Test
    void noStateIsStatic() {
        Set<String> violations = new TreeSet<>();
        int seen = 0;
        for (JavaClass type : classes) {
            for (JavaField field : type.getFields()) {
                seen++;
                if (field.getModifiers().contains(JavaModifier.STATIC)
                        && !field.getModifiers().contains(JavaModifier.FINAL)
                        && !field.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                    violations.add(field.getFullName());
                }
            }
        }
        assertTrue(seen > 100, "too few fields seen: " + seen);
        DependencyRulesTest.assertNone(violations);
    }
}
