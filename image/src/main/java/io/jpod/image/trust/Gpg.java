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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        return call(argv, null);
    }

    private ProcessResult call(List<String> argv, byte[] input) {
        try {
            ProcessRequest.Builder request = ProcessRequest.builder(argv).timeout(TIMEOUT);
            return processes.run((input == null ? request : request.input(input)).build());
        } catch (JpodException e) {
            throw new JpodException(e.code(), "calling gpg", e)
                    .withRemedy("keys and signatures of OpenPGP need gpg: install the package gpg");
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

    /** Private keys of OpenPGP, and the password of all of them; empty when they need none. */
    public record KeyRing(byte[] keys, Optional<byte[]> password) {}

    /**
     * A message for keys of the user's own keyring.
     *
     * @param recipients in words of gpg, usually mail addresses
     * @throws JpodException EXTERNAL when gpg refuses, HOST when it cannot be used
     */
    public byte[] encrypt(byte[] plain, List<String> recipients, Path scratch) {
        try {
            Path output = Files.createTempFile(scratch, "gpg", ".message");
            List<String> argv = new ArrayList<>(
                    List.of("gpg", "--batch", "--yes", "--no-tty", "--no-auto-key-locate", "--trust-model", "always"));
            argv.addAll(List.of("--compress-algo", "none", "--output", output.toString()));
            for (String recipient : recipients) {
                argv.add("--recipient=" + recipient);
            }
            argv.add("--encrypt");
            ProcessResult result = call(argv, plain);
            if (!result.succeeded()) {
                throw JpodException.external("encrypting for " + String.join(", ", recipients) + ": gpg says "
                                + lastLine(result.stderr()))
                        .withRemedy(
                                "the recipient's public key, with which one can encrypt, must be in gpg's keyring: see gpg -k");
            }
            return Files.readAllBytes(output);
        } catch (IOException e) {
            throw JpodException.host("encrypting in " + scratch, e);
        }
    }

    /**
     * What a message says, which must be text, when one of the keys opens it.
     *
     * @throws JpodException HOST when gpg cannot be used
     */
    public Optional<byte[]> decrypt(byte[] message, List<KeyRing> rings, Path scratch) {
        for (KeyRing ring : rings) {
            Path home = scratch.resolve("pgp" + Integer.toHexString(System.identityHashCode(ring)));
            Optional<byte[]> plain = decrypt(message, ring, home);
            if (plain.isPresent()) {
                return plain;
            }
        }
        return Optional.empty();
    }

    /** The agent's sockets lie in gpg's home, and a socket's path may have 107 bytes: gpg is given a short link to it. */
    private Optional<byte[]> decrypt(byte[] message, KeyRing ring, Path home) {
        try {
            if (!Files.exists(home)) {
                Files.createDirectory(
                        home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Path sealed = Files.write(home.resolve("message"), message);
            Path place = Files.createTempDirectory("jpod-gpg");
            Path link = Files.createSymbolicLink(place.resolve("home"), home.toAbsolutePath());
            try {
                List<String> gpg = List.of("gpg", "--homedir", link.toString(), "--batch", "--no-tty");
                call(joined(gpg, "--import"), ring.keys());
                List<String> options = List.of("--pinentry-mode", "loopback", "--passphrase-fd", "0");
                ProcessResult result = call(
                        joined(gpg, options, List.of("--decrypt", sealed.toString())),
                        ring.password().orElse(new byte[0]));
                return result.succeeded()
                        ? Optional.of(result.stdout().getBytes(StandardCharsets.UTF_8))
                        : Optional.empty();
            } finally {
                call(List.of("gpgconf", "--homedir", link.toString(), "--kill", "gpg-agent"), new byte[0]);
                Files.delete(link);
                Files.delete(place);
            }
        } catch (IOException e) {
            throw JpodException.host("decrypting in " + home, e);
        }
    }

    private static List<String> joined(List<String> first, String last) {
        return joined(first, List.of(), List.of(last));
    }

    private static List<String> joined(List<String> first, List<String> second, List<String> third) {
        List<String> result = new ArrayList<>(first);
        result.addAll(second);
        result.addAll(third);
        return result;
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
