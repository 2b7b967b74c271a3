package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Primitive;

/** The RSA public key of one obshell, as {@code GET /api/v1/secret} gives it. */
public final class AgentKey {

    private final RSAPublicKey publicKey;
    private final String fingerprint;

    private AgentKey(RSAPublicKey publicKey, String fingerprint) {
        this.publicKey = publicKey;
        this.fingerprint = fingerprint;
    }

    /**
     * @param base64 base64 of a PKCS#1 DER {@code RSAPublicKey}
     * @return the key
     * @throws IllegalArgumentException where it is no such key
     */
    public static AgentKey parse(@NonNull String base64) {
        try {
            byte[] der = Base64.getDecoder().decode(base64.strip());
            var pkcs1 = org.bouncycastle.asn1.pkcs.RSAPublicKey.getInstance(ASN1Primitive.fromByteArray(der));
            RSAPublicKeySpec spec = new RSAPublicKeySpec(pkcs1.getModulus(), pkcs1.getPublicExponent());
            RSAPublicKey key = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(der);
            return new AgentKey(key, HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest));
        } catch (java.io.IOException | GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException(Messages.AgentKey_malformed(), e);
        }
    }

    RSAPublicKey publicKey() {
        return publicKey;
    }

    /** {@return the SHA-256 of the key's PKCS#1 form, as upper-case hexadecimal pairs with colons between} */
    public String fingerprint() {
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
