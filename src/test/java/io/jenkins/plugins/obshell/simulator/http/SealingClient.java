package io.jenkins.plugins.obshell.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;

/** Speaks to a simulated obshell with its own encryption, so that the simulator is not tested with itself. */
public final class SealingClient {

    /** An answer: its HTTP status, and its body as text and as JSON (null when it is none). */
    public record Got(int status, String text, JsonNode json, HttpHeaders headers) {

        public JsonNode data() {
            return json.path("data");
        }

        public String errCode() {
            return json.path("error").path("errCode").asText();
        }

        public String message() {
            return json.path("error").path("message").asText();
        }
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String endpoint;
    private final Clock clock;
    private final String password;
    private PasswordKind kind = PasswordKind.ROOT;
    private PublicKey key;
    private int blockSize;

    public SealingClient(String endpoint, Clock clock, String password) {
        this.endpoint = endpoint;
        this.clock = clock;
        this.password = password;
    }

    public SealingClient with(PasswordKind other) {
        kind = other;
        return this;
    }

    /** Uses RSA blocks of this many bytes of plain text; by default as many as the key allows. */
    public SealingClient withBlocksOf(int bytes) {
        blockSize = bytes;
        return this;
    }

    public Got get(String target) throws IOException, InterruptedException {
        return sealed("GET", target, null);
    }

    public Got post(String target, String body) throws IOException, InterruptedException {
        return sealed("POST", target, body);
    }

    public Got patch(String target, String body) throws IOException, InterruptedException {
        return sealed("PATCH", target, body);
    }

    public Got open(String target) throws IOException, InterruptedException {
        return send("GET", target, Map.of(), null);
    }

    public Got sealed(String method, String target, String body) throws IOException, InterruptedException {
        return sealed(method, target, body, header(target));
    }

    /** The fields of a right header, for a test to spoil. */
    public ObjectNode header(String target) {
        return MAPPER.createObjectNode()
                .put("auth", password)
                .put("ts", String.valueOf(clock.instant().getEpochSecond() + 60))
                .put("uri", target)
                .put("keys", Base64.getEncoder().encodeToString(random(32)));
    }

    public Got sealed(String method, String target, String body, ObjectNode header)
            throws IOException, InterruptedException {
        return sealed(method, target, body, header, Map.of());
    }

    public Got sealed(String method, String target, String body, ObjectNode header, Map<String, String> more)
            throws IOException, InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put(kind.header(), seal(header.toString(), key()));
        String sealedBody =
                body == null ? null : encrypt(body, header.path("keys").asText());
        return send(method, target, headers, sealedBody);
    }

    /** A sealed header with a body that goes as it is. */
    public Got sealedWithRawBody(String method, String target, ObjectNode header, String body)
            throws IOException, InterruptedException {
        return send(method, target, Map.of(kind.header(), seal(header.toString(), key())), body);
    }

    public Got send(String method, String target, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint + target))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        request.header("Content-Type", "application/json");
        headers.forEach(request::header);
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Got(response.statusCode(), response.body(), json(response.body()), response.headers());
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            return null;
        }
    }

    /** Forgets the key, so that the next request fetches it. */
    public void forgetKey() {
        key = null;
    }

    private PublicKey key() throws IOException, InterruptedException {
        if (key == null) {
            key = publicKey(open("/api/v1/secret").data().path("public_key").asText());
        }
        return key;
    }

    static PublicKey publicKey(String base64) {
        ASN1Sequence sequence = ASN1Sequence.getInstance(Base64.getDecoder().decode(base64));
        BigInteger modulus = ASN1Integer.getInstance(sequence.getObjectAt(0)).getValue();
        BigInteger exponent = ASN1Integer.getInstance(sequence.getObjectAt(1)).getValue();
        try {
            return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private String seal(String plain, PublicKey publicKey) {
        byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
        int most = ((RSAPublicKey) publicKey).getModulus().bitLength() / 8 - 11;
        int size = blockSize == 0 ? most : blockSize;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            cipher.init(Cipher.ENCRYPT_MODE, publicKey);
            for (int i = 0; i < bytes.length; i += size) {
                out.writeBytes(cipher.doFinal(bytes, i, Math.min(size, bytes.length - i)));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    private static String encrypt(String body, String keys) {
        byte[] keyAndIv = Base64.getDecoder().decode(keys);
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(keyAndIv, 0, 16, "AES"),
                    new IvParameterSpec(keyAndIv, 16, 16));
            return Base64.getEncoder().encodeToString(cipher.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
