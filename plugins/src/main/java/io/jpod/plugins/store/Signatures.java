package io.jpod.plugins.store;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.host.HostFacts;
import io.jpod.api.process.ProcessRequest;
import io.jpod.api.process.ProcessResult;
import io.jpod.api.process.ProcessRunner;
import java.io.ByteArrayOutputStream;
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
    private static final String BEGIN = "-----BEGIN PGP PUBLIC KEY";
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
        GpgvAnswer answer = new GpgvAnswer(result);
        return answer.signer()
                .orElseThrow(() -> JpodException.external(
                                "the signature of " + jar.getFileName() + " is not good: " + answer.fault())
                        .withRemedy("trusted keys are the files in " + places.get(0) + " and " + places.get(1)));
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
                Files.write(binary, key(file.toPath()));
                keyrings.add(binary);
            }
        }
        if (keyrings.isEmpty()) {
            throw new JpodException(ErrorCode.HOST, "signatures cannot be checked: no key is trusted")
                    .withRemedy("put public keys into " + places.get(0) + " (gpg --export --armor KEY)");
        }
        return keyrings;
    }

    private static byte[] key(Path file) throws IOException {
        try {
            return unarmored(Files.readAllBytes(file));
        } catch (IllegalArgumentException e) {
            throw new JpodException(ErrorCode.HOST, "signatures cannot be checked: the key in " + file + " is damaged")
                    .withRemedy("export it again (gpg --export --armor KEY), or remove the file");
        }
    }

    /**
     * The binary form of armored keys (RFC 4880, section 6.2), which may have text around them; other bytes are returned as they are.
     *
     * @throws IllegalArgumentException when they are damaged
     */
    static byte[] unarmored(byte[] keys) {
        String text = new String(keys, StandardCharsets.ISO_8859_1);
        if (!text.contains(BEGIN)) {
            return keys;
        }
        ByteArrayOutputStream binary = new ByteArrayOutputStream();
        StringBuilder base64 = new StringBuilder();
        boolean inside = false;
        boolean body = false;
        for (String line : text.split("\r?\n")) {
            if (line.startsWith(BEGIN)) {
                inside = true;
                body = false;
            } else if (inside && (line.startsWith("-----END") || line.startsWith("="))) {
                binary.writeBytes(Base64.getDecoder().decode(base64.toString()));
                base64.setLength(0);
                inside = false;
            } else if (inside && body) {
                base64.append(line.trim());
            } else {
                body = line.isBlank();
            }
        }
        if (inside) {
            throw new IllegalArgumentException("no end");
        }
        return binary.toByteArray();
    }
}
