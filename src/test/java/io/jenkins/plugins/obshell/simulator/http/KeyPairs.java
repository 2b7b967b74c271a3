package io.jenkins.plugins.obshell.simulator.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;

/** RSA keys of agents. Drawing one is slow, so many clusters may share one supply. */
public final class KeyPairs {

    private final ConcurrentMap<Integer, CopyOnWriteArrayList<KeyPair>> drawn = new ConcurrentHashMap<>();

    /** The n-th key of that size in this supply; it is drawn when it is first asked for. */
    public KeyPair get(int bits, int n) {
        CopyOnWriteArrayList<KeyPair> keys = drawn.computeIfAbsent(bits, size -> new CopyOnWriteArrayList<>());
        synchronized (keys) {
            while (keys.size() <= n) {
                keys.add(draw(bits));
            }
            return keys.get(n);
        }
    }

    /** Draws a fresh key. */
    public static KeyPair draw(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("No RSA key of " + bits + " bits can be drawn", e);
        }
    }

    /** Reads a private key that is written as base64 of PKCS#1 DER. */
    public static KeyPair fromPrivateKey(String base64) {
        RSAPrivateKey key = RSAPrivateKey.getInstance(Base64.getDecoder().decode(base64));
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            return new KeyPair(
                    factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())),
                    factory.generatePrivate(new RSAPrivateCrtKeySpec(
                            key.getModulus(),
                            key.getPublicExponent(),
                            key.getPrivateExponent(),
                            key.getPrime1(),
                            key.getPrime2(),
                            key.getExponent1(),
                            key.getExponent2(),
                            key.getCoefficient())));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Not an RSA private key", e);
        }
    }

    /** A public key as obshell gives it out: base64 of PKCS#1 DER. */
    public static String publicKey(KeyPair pair) {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            new org.bouncycastle.asn1.pkcs.RSAPublicKey(key.getModulus(), key.getPublicExponent())
                                    .getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int bits(KeyPair pair) {
        return ((RSAPublicKey) pair.getPublic()).getModulus().bitLength();
    }
}
