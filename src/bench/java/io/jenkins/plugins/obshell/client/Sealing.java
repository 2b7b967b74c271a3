package io.jenkins.plugins.obshell.client;

import io.jenkins.plugins.obshell.client.crypto.AgentKey;
import io.jenkins.plugins.obshell.client.crypto.HybridEncryption;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The cost of sealing a request with a body, and the part of it that is the ciphers of Java. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Sealing {

    private static final String TARGET = "/api/v1/tenant/tenant1/backup/config";
    private static final String BODY = """
            {"data_base_uri":"file:///data/backup/tenant/data","archive_base_uri":"file:///data/backup/tenant/archive",\
            "piece_switch_interval":"3d","log_archive_concurrency":50,"archive_lag_target":"1h",\
            "ha_low_thread_score":18,"delete_policy":{"policy":"","recovery_window":"2d"}}""";

    private final HybridEncryption encryption = new HybridEncryption(Json.mapper());
    private final ObshellPassword password = new ObshellPassword(PasswordKind.ROOT_SYS, "root-password");
    private final Instant expiry = Instant.parse("2026-11-22T02:03:04Z");
    private final SecureRandom random = new SecureRandom();
    private AgentKey key;
    private RSAPublicKey publicKey;
    private byte[] body;
    private byte[] header;

    /** Draws the key, of the size that obshell has now. */
    @Setup
    public void draw() throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        publicKey = (RSAPublicKey) generator.generateKeyPair().getPublic();
        key = AgentKey.parse(asServed(publicKey));
        body = BODY.getBytes(StandardCharsets.UTF_8);
        header = ("{\"auth\":\"root-password\",\"ts\":\"1795313044\",\"uri\":\"" + TARGET + "\",\"keys\":\""
                        + Base64.getEncoder().encodeToString(new byte[32]) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** {@return a key as obshell serves it} */
    static String asServed(RSAPublicKey key) throws IOException {
        return Base64.getEncoder()
                .encodeToString(new org.bouncycastle.asn1.pkcs.RSAPublicKey(key.getModulus(), key.getPublicExponent())
                        .getEncoded());
    }

    /** A request as the plugin seals it, which wipes the body. */
    @Benchmark
    public Object plugin() {
        return encryption.seal(key, password, TARGET, expiry, body.clone());
    }

    /** The same bytes through the ciphers of Java, and nothing else. */
    @Benchmark
    public int bareJca() throws GeneralSecurityException {
        byte[] keyAndIv = new byte[32];
        random.nextBytes(keyAndIv);
        Cipher aes = Cipher.getInstance("AES/CBC/PKCS5Padding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(keyAndIv, 0, 16, "AES"), new IvParameterSpec(keyAndIv, 16, 16));
        byte[] sealedBody = Base64.getEncoder().encode(aes.doFinal(body));
        Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        rsa.init(Cipher.ENCRYPT_MODE, publicKey);
        byte[] sealedHeader = new byte[(header.length / 117 + 1) * 128];
        int to = 0;
        for (int from = 0; from < header.length; from += 117) {
            to += rsa.doFinal(header, from, Math.min(117, header.length - from), sealedHeader, to);
        }
        return sealedBody.length + Base64.getEncoder().encode(sealedHeader).length;
    }
}
