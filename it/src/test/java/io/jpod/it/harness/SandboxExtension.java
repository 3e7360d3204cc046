package io.jpod.it.harness;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each class its sandbox, removes the containers after each test, and looks for leftovers at the end of the class. */
final class SandboxExtension implements ExecutionCondition, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(SandboxExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return mode(context) == HostMode.COMPLETE || Host.invokedByRoot()
                ? ConditionEvaluationResult.enabled("the host can be made")
                : Requirement.ROOT.condition(false);
    }

    private static HostMode mode(ExtensionContext context) {
        return context.getRequiredTestClass().getAnnotation(OnHost.class).value();
    }

    /** Makes the class's sandbox when its constructor first asks. */
    private static Sandbox sandbox(ExtensionContext context) {
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        return store.getOrComputeIfAbsent(
                Sandbox.class,
                key -> {
                    Run run = context.getRoot()
                            .getStore(NAMESPACE)
                            .getOrComputeIfAbsent(Run.class, made -> new Run(), Run.class);
                    Sandbox sandbox = run.sandbox(
                            mode(context), context.getRequiredTestClass().getSimpleName());
                    store.put(Leaks.class, new Leaks(sandbox));
                    return sandbox;
                },
                Sandbox.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Sandbox.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return sandbox(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Sandbox sandbox = context.getStore(NAMESPACE).get(Sandbox.class, Sandbox.class);
        sandbox.jpod("rm", "--force", "--all", "--time", "0").succeeds();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Sandbox sandbox = context.getStore(NAMESPACE).get(Sandbox.class, Sandbox.class);
        if (sandbox == null) {
            return;
        }
        Leaks leaks = context.getStore(NAMESPACE).get(Leaks.class, Leaks.class);
        try {
            sandbox.jpod("ps", "--all", "--quiet").succeeds().prints("");
            leaks.assertNone();
        } finally {
            leaks.endPause();
        }
    }

    /** What lives from the first test class to the last. */
    private static final class Run implements AutoCloseable {
        private final Fixtures fixtures;
        private final Path program;
        private final Map<HostMode, Host> hosts = new EnumMap<>(HostMode.class);
        private int sandboxes;

        Run() {
            Path repository = Path.of(System.getProperty("jpod.it.repository", ".."))
                    .toAbsolutePath()
                    .normalize();
            Path directory =
                    Path.of("/var/tmp/jpod-it-" + ProcessHandle.current().pid());
            fixtures = new Fixtures(repository, directory);
            String chosen = System.getProperty("jpod.it.program", "");
            program = chosen.isEmpty() ? fixtures.distribution().resolve("bin/jpod") : Path.of(chosen);
        }

        synchronized Sandbox sandbox(HostMode mode, String name) {
            Host host = hosts.computeIfAbsent(mode, key -> Host.open(key, fixtures.hostScript()));
            sandboxes++;
            return Sandbox.create(host, program, fixtures, fixtures.directory().resolve(name), sandboxes);
        }

        @Override
        public synchronized void close() {
            hosts.values().forEach(Host::close);
            fixtures.close();
        }
    }
}
