package io.jenkins.plugins.obshell.client.crypto;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Primitive;

/** The RSA public key of one obshell, as {@code GET /api/v1/secret} gives it. */
public final class AgentKey {

    /** The base64 of a key of 16384 bits takes 2800 characters. */
    private static final int MAX_CHARACTERS = 8192;

    private final RSAPublicKey publicKey;
    private final KeyFingerprint fingerprint;

    private AgentKey(RSAPublicKey publicKey, KeyFingerprint fingerprint) {
        this.publicKey = publicKey;
        this.fingerprint = fingerprint;
    }

    /**
     * Reads a key.
     *
     * @param base64 base64 of a PKCS#1 DER {@code RSAPublicKey}
     * @return the key
     * @throws IllegalArgumentException if it is not such a key
     */
    public static AgentKey parse(@NonNull String base64) {
        if (base64.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException(Messages.AgentKey_malformed());
        }
        try {
            byte[] der = Base64.getDecoder().decode(base64.strip());
            var pkcs1 = org.bouncycastle.asn1.pkcs.RSAPublicKey.getInstance(ASN1Primitive.fromByteArray(der));
            RSAPublicKeySpec spec = new RSAPublicKeySpec(pkcs1.getModulus(), pkcs1.getPublicExponent());
            RSAPublicKey key = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
            return new AgentKey(key, KeyFingerprint.of(der));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException(Messages.AgentKey_malformed(), e);
        }
    }

    RSAPublicKey publicKey() {
        return publicKey;
    }

    /** {@return the SHA-256 of the key's PKCS#1 form, as it was served} */
    public KeyFingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AgentKey key && fingerprint.equals(key.fingerprint);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }
}
