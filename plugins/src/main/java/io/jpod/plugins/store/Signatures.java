package io.jpod.plugins.store;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.host.HostFacts;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Detached OpenPGP signatures, as Maven Central has one of every jar, checked by gpgv against the keys that the user or the administrator
 * trusts: files in {@code ~/.config/jpod/trusted-keys.d} and {@code /etc/jpod/trusted-keys.d}, binary or armored.
 */
final class Signatures {
    private static final Path SYSTEM = Path.of("/etc/jpod/trusted-keys.d");

    private final List<Path> places;
    private final ProcessRunner processes;
    private final HostFacts host;

    Signatures(Path settings, ProcessRunner processes, HostFacts host) {
        this.places = List.of(settings.resolve("trusted-keys.d"), SYSTEM);
        this.processes = processes;
        this.host = host;
    }

    /**
     * Checks a signature.
     *
     * @param scratch where keys are unpacked
     * @return the fingerprint of the key that made it
     * @throws JpodException HOST without gpgv or keys, EXTERNAL when the signature is not good
     */
    String check(Path jar, Path signature, Path scratch) throws IOException {
        if (host.findExecutable("gpgv").isEmpty()) {
            throw new JpodException(ErrorCode.HOST, "signatures cannot be checked: gpgv was not found")
                    .withRemedy("install gpgv (Debian: apt install gpgv)");
        }
        List<String> argv = new ArrayList<>(List.of("gpgv", "--status-fd", "1"));
        for (Path keys : keyrings(scratch)) {
            argv.add("--keyring");
            argv.add(keys.toString());
        }
        argv.add(signature.toString());
        argv.add(jar.toString());
        ProcessResult result = processes.run(ProcessRequest.builder(argv)
                .environment("GNUPGHOME", scratch.toString())
                .environment("LC_ALL", "C")
                .build());
        for (String line : result.stdout().split("\n")) {
            if (result.succeeded() && line.startsWith("[GNUPG:] VALIDSIG ")) {
                return line.split(" ")[2];
            }
        }
        throw JpodException.external("the signature of " + jar.getFileName() + " is not good: " + reason(result))
                .withRemedy("trusted keys are the files in " + places.get(0) + " and " + places.get(1));
    }

    private static String reason(ProcessResult result) {
        String[] lines = result.stderr().trim().split("\n");
        String last = lines[lines.length - 1];
        return last.startsWith("gpgv: ") ? last.substring("gpgv: ".length()) : last;
    }

    private List<Path> keyrings(Path scratch) throws IOException {
        List<Path> keyrings = new ArrayList<>();
        for (Path place : places) {
            File[] files = place.toFile().listFiles(File::isFile);
            if (files == null) {
                continue;
            }
            Arrays.sort(files);
            for (File file : files) {
                Path binary = scratch.resolve("trusted-" + keyrings.size() + ".gpg");
                Files.write(binary, unarmored(Files.readAllBytes(file.toPath())));
                keyrings.add(binary);
            }
        }
        if (keyrings.isEmpty()) {
            throw new JpodException(ErrorCode.HOST, "signatures cannot be checked: no key is trusted")
                    .withRemedy("put public keys into " + places.get(0) + " (gpg --export --armor KEY)");
        }
        return keyrings;
    }

    /** The binary form of an armored key (RFC 4880, section 6.2); other bytes are returned as they are. */
    static byte[] unarmored(byte[] key) {
        String text = new String(key, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("-----BEGIN PGP ")) {
            return key;
        }
        StringBuilder base64 = new StringBuilder();
        boolean body = false;
        for (String line : text.split("\r?\n")) {
            if (line.startsWith("-----END") || line.startsWith("=")) {
                break;
            }
            if (body) {
                base64.append(line.trim());
            }
            body |= line.isBlank();
        }
        return Base64.getDecoder().decode(base64.toString());
    }
}
