package io.jpod.image.trust;

import io.jpod.api.JpodException;
import io.jpod.support.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One entry of a policy.
 *
 * @param keyFiles as the policy names them
 * @param keyData keys in the policy itself
 * @param identity what the signature's identity must be
 */
public record TrustRequirement(Type type, List<String> keyFiles, List<byte[]> keyData, SignedIdentity identity) {
    /** What is required. */
    public enum Type {
        INSECURE_ACCEPT_ANYTHING("insecureAcceptAnything"),
        REJECT("reject"),
        SIGNED_BY("signedBy"),
        SIGSTORE_SIGNED("sigstoreSigned");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /** As policies write it. */
        public String word() {
            return word;
        }

        static Type of(String word) {
            for (Type type : values()) {
                if (type.word.equals(word)) {
                    return type;
                }
            }
            throw JpodException.usage("unknown policy requirement type \"" + word + "\"");
        }
    }

    static TrustRequirement read(JsonObject json) {
        Type type = Type.of(json.getString("type", ""));
        List<String> files = new ArrayList<>(json.getStrings("keyPaths"));
        List<byte[]> data = new ArrayList<>();
        if (type == Type.INSECURE_ACCEPT_ANYTHING || type == Type.REJECT) {
            return new TrustRequirement(type, files, data, SignedIdentity.none());
        }
        if (!json.getString("keyPath", "").isEmpty()) {
            files.add(json.getString("keyPath", ""));
        }
        if (!json.getString("keyData", "").isEmpty()) {
            data.add(decoded(json.getString("keyData", "")));
        }
        for (String item : json.getStrings("keyDatas")) {
            data.add(decoded(item));
        }
        if (type == Type.SIGSTORE_SIGNED
                && (json.has("fulcio")
                        || json.has("rekorPublicKeyPath")
                        || json.has("rekorPublicKeyData")
                        || json.has("pki"))) {
            throw JpodException.unsupported(
                    "sigstoreSigned with fulcio, rekor or pki is not supported; only keyPath, keyPaths and keyData are");
        }
        String keyType = json.getString("keyType", "GPGKeys");
        if (type == Type.SIGNED_BY && !keyType.equals("GPGKeys")) {
            throw JpodException.unsupported("signedBy with keyType " + keyType + " is not supported");
        }
        int kinds = (json.has("keyPath") ? 1 : 0) + (json.has("keyPaths") ? 1 : 0) + (data.isEmpty() ? 0 : 1);
        if (kinds != 1) {
            throw JpodException.usage(type.word() + " needs exactly one of keyPath, keyPaths and keyData");
        }
        return new TrustRequirement(type, files, data, SignedIdentity.read(json.getObject("signedIdentity")));
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw JpodException.usage("keyData is not in base64");
        }
    }

    /** The keys, one or more in each. */
    List<byte[]> keys() {
        List<byte[]> result = new ArrayList<>(keyData);
        for (String file : keyFiles) {
            try {
                result.add(Files.readAllBytes(Path.of(file)));
            } catch (IOException e) {
                throw JpodException.host("reading key " + file, e);
            }
        }
        return result;
    }
}
