package io.jenkins.plugins.obshell.client.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.obshell.client.Json;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.RSAPrivateKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Primitive;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against requests that the official SDK made, whose private keys are known. */
class HybridEncryptionTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    static List<JsonNode> vectors() throws Exception {
        try (InputStream in = HybridEncryptionTest.class.getResourceAsStream("/official-sdk-vectors.json")) {
            List<JsonNode> vectors = new ArrayList<>();
            JSON.readTree(in).path("vectors").forEach(vectors::add);
            return vectors;
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void whatTheOfficialSdkSealsIsReadTheSameWay(JsonNode vector) throws Exception {
        String header =
                new String(decryptHeader(vector, vector.path("headerValue").asText()), StandardCharsets.UTF_8);

        assertEquals(JSON.readTree(vector.path("headerPlain").asText()), JSON.readTree(header));
        if (!vector.path("bodyCipher").isNull()) {
            String keys = JSON.readTree(header).path("keys").asText();
            assertEquals(
                    vector.path("bodyPlain").asText(),
                    decryptBody(keys, vector.path("bodyCipher").asText()));
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void theSameRequestSealedHereDecryptsToTheSame(JsonNode vector) throws Exception {
        AgentKey key = AgentKey.parse(vector.path("publicKey").asText());
        JsonNode sdkHeader = JSON.readTree(vector.path("headerPlain").asText());
        String body = vector.path("bodyPlain").isNull()
                ? null
                : vector.path("bodyPlain").asText();

        HybridEncryption.Sealed sealed = seal(
                key,
                vector.path("password").asText(),
                vector.path("uri").asText(),
                Instant.ofEpochSecond(sdkHeader.path("ts").asLong()),
                body);

        assertEquals(vector.path("headerName").asText(), sealed.headerName());
        JsonNode header = JSON.readTree(decryptHeader(vector, sealed.headerValue()));
        assertEquals(sdkHeader.path("auth"), header.path("auth"));
        assertEquals(sdkHeader.path("ts"), header.path("ts"));
        assertEquals(sdkHeader.path("uri"), header.path("uri"));
        assertEquals(4, header.size());
        if (body == null) {
            assertEquals(null, sealed.body());
        } else {
            assertEquals(body, decryptBody(header.path("keys").asText(), sealed.body()));
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void everyRequestHasItsOwnKey(JsonNode vector) throws Exception {
        AgentKey key = AgentKey.parse(vector.path("publicKey").asText());

        HybridEncryption.Sealed one = seal(key, "p", "/u", Instant.EPOCH, "{}");
        HybridEncryption.Sealed two = seal(key, "p", "/u", Instant.EPOCH, "{}");

        assertNotEquals(one.body(), two.body());
        assertNotEquals(
                JSON.readTree(decryptHeader(vector, one.headerValue())).path("keys"),
                JSON.readTree(decryptHeader(vector, two.headerValue())).path("keys"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not base64!", "AAAA", "MAA="})
    void whatIsNoKeyIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> AgentKey.parse(text));
    }

    private static HybridEncryption.Sealed seal(
            AgentKey key, String password, String target, Instant expiry, String body) {
        return new HybridEncryption(Json.mapper())
                .seal(
                        key,
                        new ObshellPassword(PasswordKind.ROOT_SYS, password),
                        target,
                        expiry,
                        body == null ? null : body.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] decryptHeader(JsonNode vector, String header) throws Exception {
        Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        PrivateKey key = privateKey(vector.path("privateKey").asText());
        rsa.init(Cipher.DECRYPT_MODE, key);
        int block = vector.path("keyBits").asInt() / 8;
        byte[] sealed = Base64.getDecoder().decode(header);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (int from = 0; from < sealed.length; from += block) {
            plain.writeBytes(rsa.doFinal(sealed, from, block));
        }
        return plain.toByteArray();
    }

    private static RSAPrivateKey privateKey(String base64) throws Exception {
        var pkcs1 = org.bouncycastle.asn1.pkcs.RSAPrivateKey.getInstance(
                ASN1Primitive.fromByteArray(Base64.getDecoder().decode(base64)));
        return (RSAPrivateKey) KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateKeySpec(pkcs1.getModulus(), pkcs1.getPrivateExponent()));
    }

    private static String decryptBody(String keys, String body) throws Exception {
        byte[] keyAndIv = Base64.getDecoder().decode(keys);
        Cipher aes = Cipher.getInstance("AES/CBC/PKCS5Padding");
        aes.init(Cipher.DECRYPT_MODE, new SecretKeySpec(keyAndIv, 0, 16, "AES"), new IvParameterSpec(keyAndIv, 16, 16));
        return new String(aes.doFinal(Base64.getDecoder().decode(body)), StandardCharsets.UTF_8);
    }
}
