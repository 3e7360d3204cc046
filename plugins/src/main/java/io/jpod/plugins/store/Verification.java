package io.jpod.plugins.store;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.host.HostFacts;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
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
                for (String line : result.stdout().split("\n")) {
                    told.accept("  " + line);
                }
                if (!result.succeeded() && result.exitCode() != 1) {
                    told.accept("  ended with " + result.exitCode() + ": "
                            + result.stderr().strip());
                }
                return result.succeeded();
            } finally {
                Scratch.delete(scratch);
            }
        } catch (IOException e) {
            throw JpodException.host("verifying in " + plugins.places().cache(), e);
        }
    }
}
