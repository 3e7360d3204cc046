package io.jpod.plugins.store;

import io.jpod.api.process.ProcessResult;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** What gpgv found out, from its status lines (doc/DETAILS of GnuPG). It ends with 0 also for keys that are revoked or have expired. */
final class GpgvAnswer {
    private static final String STATUS = "[GNUPG:] ";

    private String signer;
    private String fault = "";

    GpgvAnswer(ProcessResult result) {
        String expiry = "";
        boolean good = false;
        for (String line : result.stdout().split("\n")) {
            String[] words =
                    line.startsWith(STATUS) ? line.substring(STATUS.length()).split(" ", 3) : new String[] {""};
            switch (words[0]) {
                case "NEWSIG" -> {
                    good = false;
                    expiry = "";
                }
                case "KEYEXPIRED" -> expiry = words.length < 2 ? "" : " on " + day(words[1]);
                case "GOODSIG" -> good = true;
                case "REVKEYSIG" -> fault = "its key is revoked: " + rest(words);
                case "EXPKEYSIG" -> fault = "its key has expired" + expiry + ": " + rest(words);
                case "EXPSIG" -> fault = "it has expired: " + rest(words);
                case "NO_PUBKEY" -> fault = "it was made by the key " + rest(words) + ", which is not trusted";
                case "NODATA" -> fault = "the file holds no OpenPGP signature";
                case "VALIDSIG" -> {
                    if (good && signer == null && result.succeeded()) {
                        signer = words[1];
                    }
                }
                default -> {}
            }
        }
        if (fault.isEmpty()) {
            fault = lastLine(result.stderr());
        }
    }

    private static String day(String seconds) {
        try {
            return Instant.ofEpochSecond(Long.parseLong(seconds))
                    .atOffset(ZoneOffset.UTC)
                    .toLocalDate()
                    .toString();
        } catch (NumberFormatException e) {
            return seconds;
        }
    }

    private static String rest(String[] words) {
        return words.length < 3 ? words[words.length - 1] : words[1] + " (" + words[2] + ")";
    }

    private static String lastLine(String stderr) {
        String[] lines = stderr.trim().split("\n");
        String last = lines[lines.length - 1];
        return last.startsWith("gpgv: ") ? last.substring("gpgv: ".length()) : last;
    }

    /** The fingerprint of the trusted key, still good, that signed; empty when none did. */
    Optional<String> signer() {
        return Optional.ofNullable(signer);
    }

    /** Why there is no signer, for a message. */
    String fault() {
        return fault;
    }
}
