package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Console;
import io.jpod.cli.Invocation;
import io.jpod.engine.Images;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What commands that move images share. */
final class Transfers {
    /** Does something with a file. */
    interface Use {
        void with(Path file);
    }

    private Transfers() {}

    /** Tells progress on standard error, unless {@code --quiet}. */
    static Images.Progress progress(Invocation call) {
        if (call.options().flag("quiet")) {
            return line -> {};
        }
        Console err = call.err();
        return line -> {
            err.println(line);
            err.flush();
        };
    }

    /** Keeps standard input in a temporary file while it is used. */
    static void withStdin(Invocation call, Use use) {
        String directory = call.context().environment().getOrDefault("TMPDIR", "/var/tmp");
        Path file = null;
        try {
            file = Files.createTempFile(Path.of(directory), "jpod-", ".tar");
            try (InputStream in = call.context().stdin()) {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            }
            use.with(file);
        } catch (IOException e) {
            throw JpodException.host("copying standard input to " + directory, e);
        } finally {
            delete(file, call);
        }
    }

    private static void delete(Path file, Invocation call) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            call.err().println("removing " + file + ": " + e.getMessage());
        }
    }
}
