package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Failures;
import io.jpod.cli.Invocation;
import io.jpod.engine.LogRequest;
import java.util.ArrayList;
import java.util.List;

/** Follows several containers at once, each in a thread. */
final class LogFollowers {
    private LogFollowers() {}

    static int run(Invocation call, LogRequest request, List<LogPrinter> printers) {
        Failures failures = new Failures(call);
        List<Thread> threads = new ArrayList<>();
        for (LogPrinter printer : printers) {
            Thread thread = new Thread(() -> follow(call, request, printer, failures), "logs");
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new JpodException(ErrorCode.INTERRUPTED, "following logs", e);
            }
        }
        return failures.exitCode();
    }

    private static void follow(Invocation call, LogRequest request, LogPrinter printer, Failures failures) {
        try {
            printer.print(request);
        } catch (JpodException e) {
            synchronized (call) {
                failures.add(e);
            }
        }
    }
}
