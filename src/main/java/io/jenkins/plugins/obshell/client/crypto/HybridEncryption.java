package io.jenkins.plugins.obshell.client.crypto;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.Nullable;
import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * obshell's hybrid encryption, version "v2": the body under a fresh AES key, the password and that key under the agent's
 * RSA key in a header.
 */
public final class HybridEncryption {

    private static final int AES_BYTES = 16;
    private static final int PKCS1_OVERHEAD = 11;
    private static final int USUAL_HEADER_BYTES = 256;

    private final SecureRandom random = new SecureRandom();
    private final ObjectMapper json;

    /** @param json writes the header */
    public HybridEncryption(ObjectMapper json) {
        this.json = json;
    }

    /**
     * A request made ready for the wire.
     *
     * @param headerName  the header that carries the password
     * @param headerValue its value
     * @param body        the encrypted body, or null for a request without one
     */
    public record Sealed(
            String headerName, String headerValue, @Nullable String body) {}

    /**
     * Encrypts one request.
     *
     * @param key      the key of the agent that gets the request
     * @param password the password
     * @param target   path and query exactly as they stand in the request line
     * @param expiry   when the header expires, by the server's clock
     * @param body     the body as JSON text in UTF-8, or null; it is wiped
     * @return the encrypted request
     */
    public Sealed seal(AgentKey key, ObshellPassword password, String target, Instant expiry, @Nullable byte[] body) {
        byte[] keyAndIv = new byte[2 * AES_BYTES];
        random.nextBytes(keyAndIv);
        try {
            byte[] sealedHeader = encryptInBlocks(key, header(password, target, expiry, keyAndIv));
            return new Sealed(
                    password.kind().headerName(),
                    Base64.getEncoder().encodeToString(sealedHeader),
                    body == null ? null : encryptBody(keyAndIv, body));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(Messages.HybridEncryption_unavailable(e.getMessage()), e);
        } finally {
            Arrays.fill(keyAndIv, (byte) 0);
            if (body != null) {
                Arrays.fill(body, (byte) 0);
            }
        }
    }

    private byte[] header(ObshellPassword password, String target, Instant expiry, byte[] keyAndIv) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream(USUAL_HEADER_BYTES);
        try (JsonGenerator fields = json.createGenerator(header)) {
            fields.writeStartObject();
            fields.writeStringField("auth", password.value());
            fields.writeStringField("ts", Long.toString(expiry.getEpochSecond()));
            fields.writeStringField("uri", target);
            fields.writeBinaryField("keys", keyAndIv);
            fields.writeEndObject();
        }
        return header.toByteArray();
    }

    @SuppressFBWarnings(
            value = {"CIPHER_INTEGRITY", "PADDING_ORACLE", "STATIC_IV"},
            justification = "It is what obshell opens: AES in CBC mode, key and IV drawn for this one request.")
    private static String encryptBody(byte[] keyAndIv, byte[] body) throws GeneralSecurityException {
        Cipher aes = Cipher.getInstance("AES/CBC/PKCS5Padding");
        aes.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(keyAndIv, 0, AES_BYTES, "AES"),
                new IvParameterSpec(keyAndIv, AES_BYTES, AES_BYTES));
        return Base64.getEncoder().encodeToString(aes.doFinal(body));
    }

    /** The plain bytes are wiped. */
    private static byte[] encryptInBlocks(AgentKey key, byte[] plain) throws GeneralSecurityException {
        Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        rsa.init(Cipher.ENCRYPT_MODE, key.publicKey());
        int keyBytes = (key.publicKey().getModulus().bitLength() + 7) / 8;
        int blockBytes = keyBytes - PKCS1_OVERHEAD;
        ByteArrayOutputStream sealed = new ByteArrayOutputStream((plain.length / blockBytes + 1) * keyBytes);
        for (int from = 0; from < plain.length; from += blockBytes) {
            sealed.writeBytes(rsa.doFinal(plain, from, Math.min(blockBytes, plain.length - from)));
        }
        Arrays.fill(plain, (byte) 0);
        return sealed.toByteArray();
    }
}
