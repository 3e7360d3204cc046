package io.jpod.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Makes skips loud: each is a line when it happens and a line of {@code target/skips.txt}, which scripts/test prints at the end. */
public final class SkipReport implements TestExecutionListener {
    private final List<String> skips = new ArrayList<>();

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        add(test, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            add(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason"));
        }
    }

    private synchronized void add(TestIdentifier test, String reason) {
        String line = "SKIPPED " + test.getUniqueId().replaceAll(".*\\[class:([^\\]]*)\\]", "$1 ") + ": " + reason;
        skips.add(line);
        System.out.println(line);
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        try {
            Files.createDirectories(Path.of("target"));
            Files.write(Path.of("target/skips.txt"), skips, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
