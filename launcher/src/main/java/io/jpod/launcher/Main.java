package io.jpod.launcher;

import io.jpod.api.JpodException;
import io.jpod.support.host.CallerEnvironment;
import io.jpod.support.host.HostClock;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;

/** The program's entry, and the only place that ends the process. */
public final class Main {
    private static final int ENGINE_FAILURE = 125;

    private Main() {}

    public static void main(String[] args) {
        Trace trace = Trace.since(System.getProperty("jpod.started", ""));
        trace.mark("start of java");
        int code;
        try {
            code = new Startup(
                            CallerEnvironment.restored(System.getenv()),
                            Path.of(System.getProperty("jpod.home", "")).toAbsolutePath(),
                            new FileInputStream(FileDescriptor.in),
                            new FileOutputStream(FileDescriptor.out),
                            new FileOutputStream(FileDescriptor.err),
                            new HostClock(),
                            trace)
                    .run(args);
        } catch (Throwable thrown) {
            report(thrown);
            code = ENGINE_FAILURE;
        }
        trace.mark("command");
        trace.print(System.err);
        System.out.flush();
        System.err.flush();
        // Not exit: it asks for a logger, and there are no hooks to run.
        Runtime.getRuntime().halt(code);
    }

    /** What fails before the command line has been read; later the front end reports. */
    private static void report(Throwable thrown) {
        StringBuilder text = new StringBuilder("Error: ");
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            text.append(at == thrown ? "" : ": ")
                    .append(at instanceof JpodException || at.getMessage() != null ? at.getMessage() : at.toString());
        }
        System.err.println(text);
        if (thrown instanceof JpodException failure && failure.remedy().isPresent()) {
            System.err.println("hint: " + failure.remedy().get());
        }
        if (!(thrown instanceof JpodException)) {
            System.err.println("hint: this is a defect of jpod; --log-level debug tells more");
        }
    }
}
