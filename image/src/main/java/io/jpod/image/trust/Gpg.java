package io.jpod.image.trust;

import io.jpod.api.JpodException;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import io.jpod.image.reference.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Calls gpg; the one place that knows its words. */
public final class Gpg {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final ProcessRunner processes;

    public Gpg(ProcessRunner processes) {
        this.processes = processes;
    }

    /**
     * The signed document, when one of the keys signed it.
     *
     * @param scratch a directory that the caller removes
     * @throws JpodException EXTERNAL when the signature is not good, HOST when gpg cannot be used
     */
    byte[] verify(byte[] signature, List<byte[]> keys, Path scratch) {
        try {
            Path home = Files.createTempDirectory(scratch, "gpg");
            for (int i = 0; i < keys.size(); i++) {
                Path key = Files.write(home.resolve("key-" + i), keys.get(i));
                ProcessResult imported = run(home, List.of("--status-fd", "1", "--import", key.toString()));
                // Its exit code also speaks of an agent that it could not start, and does not need.
                if (!imported.stdout().contains("[GNUPG:] IMPORT_OK ")) {
                    throw JpodException.usage("no public keys imported: gpg says " + lastLine(imported.stderr()));
                }
            }
            Path signed = Files.write(home.resolve("signature"), signature);
            Path document = home.resolve("document");
            ProcessResult result = run(
                    home, List.of("--status-fd", "1", "--output", document.toString(), "--decrypt", signed.toString()));
            if (!result.succeeded() || !isGood(result.stdout()) || !Files.exists(document)) {
                throw JpodException.external("GPG signature is not valid: " + lastLine(result.stderr()));
            }
            return Files.readAllBytes(document);
        } catch (IOException e) {
            throw JpodException.host("checking a signature in " + scratch, e);
        }
    }

    /** One good signature, by a key that is neither expired nor revoked. */
    private static boolean isGood(String status) {
        int good = 0;
        boolean valid = false;
        for (String line : status.split("\n", 0)) {
            String[] words = line.split(" ", 0);
            if (words.length < 2 || !words[0].equals("[GNUPG:]")) {
                continue;
            }
            switch (words[1]) {
                case "GOODSIG":
                    good++;
                    break;
                case "VALIDSIG":
                    valid = true;
                    break;
                case "BADSIG", "ERRSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG":
                    return false;
                default:
                    break;
            }
        }
        return good == 1 && valid;
    }

    private ProcessResult run(Path home, List<String> arguments) {
        List<String> argv = new ArrayList<>(List.of(
                "gpg",
                "--homedir",
                home.toString(),
                "--batch",
                "--no-tty",
                "--no-autostart",
                "--no-auto-key-retrieve",
                "--trust-model",
                "always"));
        argv.addAll(arguments);
        return call(argv);
    }

    private ProcessResult call(List<String> argv) {
        try {
            return processes.run(ProcessRequest.builder(argv).timeout(TIMEOUT).build());
        } catch (JpodException e) {
            throw new JpodException(e.code(), "calling gpg", e)
                    .withRemedy("signatures need gpg: install the package gpg");
        }
    }

    /**
     * A document with a signature around it, made with a key of the user's own keyring.
     *
     * @param passphraseFile empty when gpg's agent is to ask
     */
    public byte[] sign(byte[] document, String key, String passphraseFile, Path scratch) {
        try {
            Path home = Files.createTempDirectory(scratch, "sign");
            Path input = Files.write(home.resolve("document"), document);
            Path output = home.resolve("signature");
            List<String> argv = new ArrayList<>(List.of("gpg", "--batch", "--yes", "--no-tty"));
            if (!passphraseFile.isEmpty()) {
                argv.addAll(List.of("--pinentry-mode", "loopback", "--passphrase-file", passphraseFile));
            }
            argv.addAll(List.of("--local-user", key, "--output", output.toString(), "--sign", input.toString()));
            ProcessResult result = call(argv);
            if (!result.succeeded()) {
                throw JpodException.external("signing with " + key + ": gpg says " + lastLine(result.stderr()));
            }
            return Files.readAllBytes(output);
        } catch (IOException e) {
            throw JpodException.host("signing in " + scratch, e);
        }
    }

    /** The mail addresses of keys, in the order in which they are found; never a failure. */
    List<String> emails(List<byte[]> keys, Path scratch) {
        List<String> result = new ArrayList<>();
        try {
            Path home = Files.createTempDirectory(scratch, "gpg");
            for (byte[] key : keys) {
                Path file = Files.write(home.resolve("key"), key);
                ProcessResult shown = run(home, List.of("--with-colons", "--show-keys", file.toString()));
                for (String line : shown.stdout().split("\n", 0)) {
                    int begin = line.indexOf('<');
                    int end = line.indexOf('>', begin + 1);
                    if (line.startsWith("uid:") && begin > 0 && end > begin) {
                        result.add(line.substring(begin + 1, end));
                    }
                }
            }
        } catch (IOException e) {
            throw JpodException.host("looking at keys in " + scratch, e);
        }
        return result;
    }

    private static String lastLine(String text) {
        String trimmed = text.trim();
        String line = trimmed.substring(trimmed.lastIndexOf('\n') + 1);
        String quoted = Digest.printable(new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        return quoted.substring(1, quoted.length() - 1);
    }
}
