package io.jpod.cli.command;

import io.jpod.api.JpodException;
import io.jpod.cli.Invocation;
import io.jpod.cli.option.Options;
import io.jpod.engine.PullOptions;
import io.jpod.image.trust.SigningParameters;
import io.jpod.image.trust.SigstoreSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The options by which pushes are signed. Keys are opened here, so that one that cannot be used is told before anything is sent. */
final class Signing {
    private final Invocation call;
    private final Options options;

    Signing(Invocation call) {
        this.call = call;
        this.options = call.options();
    }

    /** Puts the keys into the options of a push. */
    PullOptions.Builder into(PullOptions.Builder builder) {
        String passphraseFile = options.text("sign-passphrase-file");
        String key = options.text("sign-by-sigstore-private-key");
        boolean gpg = !options.text("sign-by").isEmpty();
        if (!passphraseFile.isEmpty()) {
            if (gpg && !key.isEmpty()) {
                throw JpodException.usage(
                        "only one of --sign-by and --sign-by-sigstore-private-key can be used with --sign-passphrase-file");
            }
            if (!gpg && key.isEmpty()) {
                throw JpodException.usage(
                        "--sign-passphrase-file goes with --sign-by or --sign-by-sigstore-private-key");
            }
            passphraseFile = path(passphraseFile).toString();
        }
        builder.signBy(options.text("sign-by")).passphraseFile(passphraseFile);
        if (!key.isEmpty()) {
            builder.sigstoreSigner(open(key, passphraseFile, "--sign-passphrase-file FILE"));
        }
        String parameters = options.text("sign-by-sigstore");
        if (!parameters.isEmpty()) {
            SigningParameters read = SigningParameters.read(path(parameters));
            builder.sigstoreSigner(open(
                    read.privateKeyFile(), read.passphraseFile(), "privateKeyPassphraseFile: FILE in " + parameters));
        }
        return builder;
    }

    private Path path(String name) {
        return call.context().directory().resolve(name);
    }

    private SigstoreSigner open(String key, String passphraseFile, String withoutTerminal) {
        Path file = path(key);
        if (!Files.exists(file)) {
            throw JpodException.notFound("reading private key " + file + ": no such file");
        }
        String passphrase = passphraseFile.isEmpty()
                ? new TerminalQuestion(call)
                        .hidden("Passphrase for key " + key + ": ", "reading passphrase of " + key, withoutTerminal)
                : read(path(passphraseFile));
        return SigstoreSigner.open(file, passphrase.getBytes(StandardCharsets.UTF_8));
    }

    /** Blanks around a passphrase do not count, as in podman. */
    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            throw JpodException.notFound("reading passphrase file " + file + ": no such file");
        } catch (IOException e) {
            throw JpodException.host("reading passphrase file " + file, e);
        }
    }
}
