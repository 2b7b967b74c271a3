package io.jenkins.plugins.obshell.client;

import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;

/** Knows a password again that obshell has refused, without keeping it; it is not sent again, lest the account is locked. */
final class RefusedPassword {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] salt = new byte[16];
    private final byte[] digest;
    private final RefusedException refusal;

    RefusedPassword(ObshellPassword password, RefusedException refusal) {
        RANDOM.nextBytes(salt);
        this.digest = digest(password);
        this.refusal = refusal;
    }

    boolean is(ObshellPassword password) {
        return MessageDigest.isEqual(digest, digest(password));
    }

    RefusedException refusal() {
        return refusal;
    }

    private byte[] digest(ObshellPassword password) {
        byte[] plain = password.value().getBytes(StandardCharsets.UTF_8);
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            sha.update((byte) password.kind().ordinal());
            return sha.digest(plain);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }
}
