package io.jpod.plugins.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jpod.api.process.ProcessResult;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against recorded output of gpgv 2.2. */
class GpgvAnswerTest {
    private static final String KEY = "F532AE3A713788B52A9E9D45F42DB0D3555DB0FF";
    private static final String NEW = "[GNUPG:] NEWSIG a@example.org\n[GNUPG:] KEY_CONSIDERED " + KEY + " 0\n";
    private static final String VALID =
            "[GNUPG:] VALIDSIG " + KEY + " 2026-11-29 1795961180 0 4 0 1 10 00 " + KEY + "\n";
    private static final String REVOKED = NEW + "[GNUPG:] REVKEYSIG F42DB0D3555DB0FF A B <a@example.org>\n" + VALID;
    private static final String GOOD = NEW + "[GNUPG:] GOODSIG F42DB0D3555DB0FF a@example.org\n" + VALID;

    private static GpgvAnswer answer(int code, String stdout, String stderr) {
        return new GpgvAnswer(new ProcessResult(code, stdout, stderr));
    }

    private static String fault(int code, String stdout, String stderr) {
        GpgvAnswer answer = answer(code, stdout, stderr);
        assertEquals(Optional.empty(), answer.signer());
        return answer.fault();
    }

    @Test
    void theKeyOfAGoodSignatureIsTold() {
        assertEquals(
                Optional.of(KEY),
                answer(0, GOOD, "gpgv: Good signature from \"a@example.org\"").signer());
        assertEquals(Optional.of(KEY), answer(0, REVOKED + GOOD, "").signer());
    }

    @Test
    void keysThatAreRevokedOrHaveExpiredSignNothing() {
        assertEquals(
                "its key is revoked: F42DB0D3555DB0FF (A B <a@example.org>)",
                fault(0, REVOKED, "gpgv: Good signature from \"a@example.org\""));
        assertEquals(
                "its key has expired on 2024-01-02: F42DB0D3555DB0FF (a@example.org)",
                fault(
                        0,
                        NEW + "[GNUPG:] KEYEXPIRED 1704153600\n[GNUPG:] SIG_ID X 2024-01-01 1704070800\n"
                                + "[GNUPG:] EXPKEYSIG F42DB0D3555DB0FF a@example.org\n" + VALID,
                        "gpgv: Good signature from \"a@example.org\""));
    }

    @Test
    void whatElseIsWrongIsSaidInWords() {
        assertEquals(
                "it was made by the key F42DB0D3555DB0FF, which is not trusted",
                fault(
                        2,
                        NEW + "[GNUPG:] ERRSIG F42DB0D3555DB0FF 1 10 00 1795961180 9 " + KEY
                                + "\n[GNUPG:] NO_PUBKEY F42DB0D3555DB0FF\n",
                        "gpgv: Can't check signature: No public key"));
        assertEquals(
                "the file holds no OpenPGP signature",
                fault(2, "[GNUPG:] NODATA 1\n[GNUPG:] NODATA 2\n", "gpgv: no valid OpenPGP data found."));
        assertEquals(
                "BAD signature from \"a@example.org\"",
                fault(
                        1,
                        NEW + "[GNUPG:] BADSIG F42DB0D3555DB0FF a@example.org\n",
                        "gpgv: BAD signature from \"a@example.org\"\n"));
        assertEquals("not a detached signature", fault(2, "", "gpgv: not a detached signature"));
    }
}
