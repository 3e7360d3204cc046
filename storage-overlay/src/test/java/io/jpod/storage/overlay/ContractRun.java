package io.jpod.storage.overlay;

import java.io.PrintStream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs one contract class and prints a line for each case; started inside a namespace. */
final class ContractRun {
    static final String PASSED = "case passed: ";
    static final String FAILED = "case failed: ";

    private ContractRun() {}

    public static void main(String[] args) {
        PrintStream out = System.out;
        TestExecutionListener listener = new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                boolean failed = result.getStatus() != TestExecutionResult.Status.SUCCESSFUL;
                if (test.isTest() || failed) {
                    out.println((failed ? FAILED : PASSED) + test.getDisplayName());
                }
                if (failed) {
                    result.getThrowable().ifPresent(problem -> problem.printStackTrace(out));
                }
            }
        };
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(args[0]))
                                .build(),
                        listener);
    }
}
