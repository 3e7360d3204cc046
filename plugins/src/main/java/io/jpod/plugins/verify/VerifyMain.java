package io.jpod.plugins.verify;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The process of {@code plugin verify}: runs one contract and prints a line for each case. Ends with 0 when all passed, 1 when one
 * failed, 2 when none was run.
 */
public final class VerifyMain {
    private VerifyMain() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Class<?> contract = switch (new Subject().kind()) {
            case RUNTIME -> RuntimeVerification.class;
            case STORAGE -> StorageVerification.class;
            case NETWORK -> NetworkVerification.class;
            case IDMAP -> IdMapVerification.class;
            case MONITOR -> MonitorVerification.class;
        };
        Report report = new Report(out);
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(contract))
                                .build(),
                        report);
        out.println(report.passed + " passed, " + report.failed + " failed, " + report.skipped + " skipped");
        out.flush();
        // Whatever threads the plug-in has left.
        Runtime.getRuntime().halt(report.failed > 0 ? 1 : report.passed == 0 ? 2 : 0);
    }

    private static final class Report implements TestExecutionListener {
        private final PrintStream out;
        private int passed;
        private int failed;
        private int skipped;

        Report(PrintStream out) {
            this.out = out;
        }

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            skipped++;
            out.println("skipped  " + sentence(test) + ": " + reason);
        }

        @Override
        public void executionStarted(TestIdentifier test) {
            if (test.isTest()) {
                // The plug-in may end the process in it.
                out.println("begun    " + sentence(test));
            }
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (!test.isTest() && result.getStatus() != TestExecutionResult.Status.FAILED) {
                return;
            }
            String reason = result.getThrowable().map(VerifyMain::text).orElse("");
            switch (result.getStatus()) {
                case SUCCESSFUL -> {
                    passed++;
                    out.println("passed   " + sentence(test));
                }
                case ABORTED -> {
                    skipped++;
                    out.println("skipped  " + sentence(test) + ": " + reason);
                }
                case FAILED -> {
                    failed++;
                    out.println("failed   " + sentence(test) + ": " + reason);
                }
            }
        }
    }

    private static String text(Throwable thrown) {
        String message = thrown.getMessage() == null
                ? thrown.getClass().getName()
                : thrown.getMessage().strip();
        Throwable cause = thrown.getCause();
        return message.replace("\n", " ") + (cause == null || cause == thrown ? "" : ": " + text(cause));
    }

    /** {@code removeRefusesLayer()} as {@code remove refuses layer}. */
    private static String sentence(TestIdentifier test) {
        StringBuilder words = new StringBuilder();
        for (char c : test.getDisplayName().replace("()", "").toCharArray()) {
            if (Character.isUpperCase(c)) {
                words.append(' ').append(Character.toLowerCase(c));
            } else {
                words.append(c);
            }
        }
        return words.toString();
    }
}
