package io.jpod.cli.command;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.cli.Invocation;
import io.jpod.cli.create.CreateParser;
import io.jpod.engine.Images;
import io.jpod.engine.PullOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What commands that move images share. */
final class Transfers {
    /** Does something with a file. */
    interface Use {
        void with(Path file);
    }

    private static final int CONNECT_MILLIS = 30_000;
    private static final int READ_MILLIS = 120_000;

    private Transfers() {}

    /** The options about registries; what {@code --creds} leaves out is asked for. */
    static PullOptions.Builder pullOptions(Invocation call) {
        PullOptions.Builder builder = CreateParser.pullOptions(call.options());
        String credentials = call.options().has("creds") ? call.options().text("creds") : "";
        int colon = credentials.indexOf(':');
        if (credentials.isEmpty() || colon > 0) {
            return builder;
        }
        TerminalQuestion question = new TerminalQuestion(call);
        String user = colon == 0 ? question.line("Username: ") : credentials;
        String password = colon == 0 ? credentials.substring(1) : "";
        if (password.isEmpty()) {
            password = question.hidden(
                    "Password: ", "could not read password from terminal", "--creds " + user + ":PASSWORD");
        }
        return builder.credentials(user + ":" + password);
    }

    /** Tells progress on standard error, unless {@code --quiet}. */
    static Images.Progress progress(Invocation call) {
        return new TransferProgress(call, call.options().flag("quiet"), false);
    }

    /** Tells progress on standard output, unless {@code --quiet}. */
    static Images.Progress progressOnOutput(Invocation call) {
        return new TransferProgress(call, call.options().flag("quiet"), true);
    }

    /** Opens what is kept while it is used. */
    private interface Opening {
        InputStream open() throws IOException;
    }

    /** Keeps standard input in a temporary file while it is used. */
    static void withStdin(Invocation call, Use use) {
        withCopy(call, "standard input", () -> call.context().stdin(), use);
    }

    /** Fetches a URL into a temporary file while it is used. */
    static void withUrl(Invocation call, String url, Use use) {
        if (!call.options().flag("quiet")) {
            call.err().println("Downloading from \"" + url + "\"");
            call.err().flush();
        }
        withCopy(call, url, () -> open(url), use);
    }

    private static InputStream open(String url) throws IOException {
        URLConnection connection;
        try {
            connection = URI.create(url).toURL().openConnection();
        } catch (IllegalArgumentException e) {
            throw JpodException.usage("invalid URL \"" + url + "\"");
        }
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        try {
            if (connection instanceof HttpURLConnection http && http.getResponseCode() >= 400) {
                throw JpodException.external(
                        "downloading \"" + url + "\": the server answered " + http.getResponseCode());
            }
            return connection.getInputStream();
        } catch (IOException e) {
            throw new JpodException(ErrorCode.EXTERNAL, "downloading \"" + url + "\"", e);
        }
    }

    private static void withCopy(Invocation call, String what, Opening opening, Use use) {
        String directory = call.context().environment().getOrDefault("TMPDIR", "/var/tmp");
        Path file = null;
        try {
            file = Files.createTempFile(Path.of(directory), "jpod-", ".tar");
            try (InputStream in = opening.open()) {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            }
            use.with(file);
        } catch (IOException e) {
            throw JpodException.host("copying " + what + " to " + directory, e);
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
