package io.jpod.plugins.store;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.host.HostFacts;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import io.jpod.plugins.Faults;
import io.jpod.plugins.JavaCommand;
import io.jpod.plugins.PluginRecord;
import io.jpod.plugins.Plugins;
import io.jpod.plugins.ProviderRecord;
import io.jpod.plugins.Scratch;
import io.jpod.plugins.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** Starts the process of {@link io.jpod.plugins.verify} for each provider of a plug-in. */
final class Verification {
    private static final String MAIN = "io.jpod.plugins.verify.VerifyMain";
    /** As {@code VerifyMain} writes them, whose classes need JUnit. */
    private static final String BEGUN = "begun    ";

    private static final String END = " skipped";
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Plugins plugins;
    private final ProcessRunner processes;
    private final HostFacts host;

    Verification(Plugins plugins, ProcessRunner processes, HostFacts host) {
        this.plugins = plugins;
        this.processes = processes;
        this.host = host;
    }

    boolean verify(PluginRecord record, Consumer<String> told) {
        Path testkit = plugins.distribution().resolve("lib/testkit");
        if (!Files.isDirectory(testkit)) {
            throw new JpodException(ErrorCode.UNSUPPORTED, "verifying " + record.name() + ": there is no " + testkit)
                    .withRemedy("this distribution has no testkit; the full one has");
        }
        if (!record.fault().isEmpty()) {
            throw new JpodException(ErrorCode.HOST, "plugin " + record.name() + " cannot be used: " + record.fault());
        }
        boolean good = !record.providers().isEmpty();
        for (ProviderRecord provider : record.providers()) {
            told.accept(Services.word(provider.kind()) + " " + provider.id() + ":");
            good &= run(provider, testkit, told);
        }
        return good;
    }

    private boolean run(ProviderRecord provider, Path testkit, Consumer<String> told) {
        try {
            Path scratch = Scratch.make(plugins.places().cache());
            try {
                ProcessResult result = processes.run(ProcessRequest.builder(JavaCommand.of(MAIN, ":" + testkit + "/*"))
                        .environment(
                                "JPOD_VERIFY", provider.kind() + " " + provider.id() + " " + plugins.distribution())
                        .environment("HOME", host.home().toString())
                        .environment("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + scratch)
                        .timeout(PATIENCE)
                        .build());
                return tell(result, told);
            } finally {
                Scratch.delete(scratch);
            }
        } catch (IOException e) {
            throw JpodException.host("verifying in " + plugins.places().cache(), e);
        }
    }

    /** Passes on what the process said. One that did not come to its end was ended by the plug-in, whatever its exit code. */
    private static boolean tell(ProcessResult result, Consumer<String> told) {
        String begun = "";
        boolean whole = false;
        for (String line : result.stdout().split("\n")) {
            if (line.startsWith(BEGUN)) {
                begun = line.substring(BEGUN.length());
            } else {
                told.accept("  " + line);
                whole = line.endsWith(END);
            }
        }
        if (!whole) {
            told.accept("  failed   " + begun + ": it " + Faults.ofEnd(result.exitCode()));
        }
        if (!whole || !result.succeeded() && result.exitCode() != 1) {
            String said = result.stderr()
                    .replaceFirst("(?m)^Picked up JAVA_TOOL_OPTIONS: .*$", "")
                    .strip();
            if (!said.isEmpty()) {
                told.accept("  " + said.replace("\n", "\n  "));
            }
        }
        return whole && result.succeeded();
    }
}
