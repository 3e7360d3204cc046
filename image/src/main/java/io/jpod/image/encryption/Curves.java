package io.jpod.image.encryption;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.interfaces.ECKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;

/** The elliptic curves of JWK (RFC 7518, 6.2.1.1). */
final class Curves {
    private static final String[] NAMES = {"P-256", "P-384", "P-521"};
    private static final String[] JDK = {"secp256r1", "secp384r1", "secp521r1"};

    private Curves() {}

    static ECParameterSpec of(String name) throws GeneralSecurityException {
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].equals(name)) {
                AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
                parameters.init(new ECGenParameterSpec(JDK[i]));
                return parameters.getParameterSpec(ECParameterSpec.class);
            }
        }
        throw new InvalidKeyException("curve " + name + " is not supported");
    }

    /** JWK's name of the curve that a key is on. */
    static String nameOf(ECKey key) throws GeneralSecurityException {
        for (String name : NAMES) {
            ECParameterSpec curve = of(name);
            if (curve.getCurve().equals(key.getParams().getCurve())
                    && curve.getOrder().equals(key.getParams().getOrder())) {
                return name;
            }
        }
        throw new InvalidKeyException("its curve is none of P-256, P-384 and P-521");
    }

    /** Bytes of a coordinate. */
    static int size(ECParameterSpec curve) {
        return (curve.getCurve().getField().getFieldSize() + 7) / 8;
    }

    /** A point that is not on the curve would tell about the private key that it is multiplied with. */
    static void check(ECParameterSpec curve, ECPoint point) throws GeneralSecurityException {
        BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        BigInteger right = x.pow(3)
                .add(curve.getCurve().getA().multiply(x))
                .add(curve.getCurve().getB())
                .mod(p);
        boolean inField = x.signum() >= 0 && y.signum() >= 0 && x.compareTo(p) < 0 && y.compareTo(p) < 0;
        if (!inField || !y.pow(2).mod(p).equals(right)) {
            throw new InvalidKeyException("a point is not on its curve");
        }
    }
}
