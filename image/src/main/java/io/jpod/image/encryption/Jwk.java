package io.jpod.image.encryption;

import io.jpod.support.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/** Keys as JSON (RFC 7517, RFC 7518): RSA and elliptic curves. */
final class Jwk {
    private Jwk() {}

    static boolean isPrivate(JsonObject json) {
        return json.has("d") || json.has("k");
    }

    static PublicKey publicKey(JsonObject json) throws GeneralSecurityException {
        switch (json.getString("kty", "")) {
            case "RSA":
                return KeyFactory.getInstance("RSA")
                        .generatePublic(new RSAPublicKeySpec(number(json, "n"), number(json, "e")));
            case "EC":
                ECParameterSpec curve = Curves.of(json.getString("crv", ""));
                ECPoint point = new ECPoint(number(json, "x"), number(json, "y"));
                Curves.check(curve, point);
                return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve));
            default:
                throw new InvalidKeyException("it is neither an RSA key nor one on an elliptic curve");
        }
    }

    static PrivateKey privateKey(JsonObject json) throws GeneralSecurityException {
        switch (json.getString("kty", "")) {
            case "RSA":
                return KeyFactory.getInstance("RSA")
                        .generatePrivate(new RSAPrivateCrtKeySpec(
                                number(json, "n"),
                                number(json, "e"),
                                number(json, "d"),
                                number(json, "p"),
                                number(json, "q"),
                                number(json, "dp"),
                                number(json, "dq"),
                                number(json, "qi")));
            case "EC":
                ECParameterSpec curve = Curves.of(json.getString("crv", ""));
                return KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(number(json, "d"), curve));
            default:
                throw new InvalidKeyException("it is neither an RSA key nor one on an elliptic curve");
        }
    }

    private static BigInteger number(JsonObject json, String name) throws GeneralSecurityException {
        String text = json.getString(name, "");
        if (text.isEmpty()) {
            throw new InvalidKeyException("it has no \"" + name + "\"");
        }
        try {
            return new BigInteger(1, Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw new InvalidKeyException("its \"" + name + "\" is not in base64", e);
        }
    }

    static JsonObject of(ECPublicKey key) throws GeneralSecurityException {
        int size = Curves.size(key.getParams());
        return new JsonObject()
                .put("kty", "EC")
                .put("crv", Curves.nameOf(key))
                .put("x", coordinate(key.getW().getAffineX(), size))
                .put("y", coordinate(key.getW().getAffineY(), size));
    }

    private static String coordinate(BigInteger value, int size) {
        byte[] digits = value.toByteArray();
        byte[] result = new byte[size];
        int length = Math.min(size, digits.length);
        System.arraycopy(digits, digits.length - length, result, size - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(result);
    }
}
