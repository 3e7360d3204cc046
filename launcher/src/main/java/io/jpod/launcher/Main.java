package io.jpod.launcher;

import io.jpod.api.JpodException;
import io.jpod.support.host.CallerEnvironment;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/** The program's entry, and the only place that ends the process. */
public final class Main {
    private static final int ENGINE_FAILURE = 125;

    private Main() {}

    public static void main(String[] args) {
        Trace trace = Trace.since(System.getProperty("jpod.started", ""), System.getProperty("jpod.started.epoch", ""));
        trace.mark("start of java");
        int code;
        try {
            Map<String, String> environment = CallerEnvironment.restored(System.getenv());
            if (!environment.getOrDefault("JPOD_TRACE", "").isEmpty()) {
                trace.want();
            }
            code = new Startup(
                            environment,
                            Path.of(System.getProperty("jpod.home", "")).toAbsolutePath(),
                            new FileInputStream(FileDescriptor.in),
                            new FileOutputStream(FileDescriptor.out),
                            new FileOutputStream(FileDescriptor.err),
                            trace)
                    .run(args);
        } catch (Throwable thrown) {
            code = failed(thrown, System.err);
        }
        trace.mark("command");
        trace.print(System.err);
        System.out.flush();
        System.err.flush();
        // Not exit: it asks for a logger, and there are no hooks to run.
        Runtime.getRuntime().halt(code);
    }

    /** What fails before the command line has been read; later the front end reports. */
    static int failed(Throwable thrown, PrintStream err) {
        StringBuilder text = new StringBuilder("Error: ");
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            text.append(at == thrown ? "" : ": ")
                    .append(at instanceof JpodException || at.getMessage() != null ? at.getMessage() : at.toString());
        }
        err.println(text);
        if (thrown instanceof JpodException failure && failure.remedy().isPresent()) {
            err.println("hint: " + failure.remedy().get());
        }
        if (!(thrown instanceof JpodException)) {
            err.println("hint: this is a defect of jpod; --log-level debug tells more");
        }
        err.flush();
        return ENGINE_FAILURE;
    }
}
