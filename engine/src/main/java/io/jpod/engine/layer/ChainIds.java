package io.jpod.engine.layer;

import io.jpod.api.ErrorCode;
import io.jpod.api.JpodException;
import io.jpod.api.storage.LayerId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Names of image layers; OCI image-spec, config.md, "Layer ChainID". */
final class ChainIds {
    private static final String ALGORITHM = "sha256:";

    private ChainIds() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw JpodException.internal("no SHA-256", e);
        }
    }

    static LayerId chain(Optional<LayerId> parent, String diffId) {
        String digits = digits(diffId);
        if (parent.isEmpty()) {
            return new LayerId(digits);
        }
        String text = ALGORITHM + parent.get().value() + " " + ALGORITHM + digits;
        return new LayerId(hex(sha256().digest(text.getBytes(StandardCharsets.US_ASCII))));
    }

    private static String digits(String diffId) {
        if (!diffId.startsWith(ALGORITHM) || diffId.length() != ALGORITHM.length() + 64) {
            throw new JpodException(ErrorCode.EXTERNAL, "invalid layer diff id " + diffId);
        }
        return diffId.substring(ALGORITHM.length());
    }

    static String hex(byte[] digest) {
        StringBuilder out = new StringBuilder(digest.length * 2);
        for (byte b : digest) {
            out.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return out.toString();
    }
}
