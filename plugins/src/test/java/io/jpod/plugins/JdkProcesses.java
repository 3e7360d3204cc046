package io.jpod.plugins;

import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Runs programs by the JDK's own means, where no native library is at hand. */
public final class JdkProcesses implements ProcessRunner {
    @Override
    public ProcessResult run(ProcessRequest request) {
        try {
            Process process = new ProcessBuilder(request.argv())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            return new ProcessResult(process.waitFor(), "", errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int spawn(ProcessRequest request) {
        throw new UnsupportedOperationException();
    }
}
