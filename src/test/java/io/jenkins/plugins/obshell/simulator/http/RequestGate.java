package io.jenkins.plugins.obshell.simulator.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.Headers;

/** Opens the encrypted header and body of a request and checks who sends it, in the order of the server. */
final class RequestGate {

    /** The fields of an opened header. */
    record Header(PasswordKind kind, String auth, String ts, String uri, byte[] keys) {}

    private final Passwords passwords;

    RequestGate(Passwords passwords) {
        this.passwords = passwords;
    }

    /** Opens the header, whatever the route; null when the request has none. */
    Header open(Headers headers, KeyPair pair) throws ObshellException {
        PasswordKind kind = present(headers, PasswordKind.AGENT) ? PasswordKind.AGENT : PasswordKind.ROOT;
        String value = headers.get(kind.header());
        if (value == null || value.isEmpty()) {
            return null;
        }
        try {
            GoObject object = GoObject.read("HttpHeader", decrypt(value, pair));
            return new Header(
                    kind,
                    object.string("auth").orElse(""),
                    object.string("ts").orElse(""),
                    object.string("uri").orElse(""),
                    object.bytes("keys").orElse(new byte[0]));
        } catch (IllegalArgumentException e) {
            throw ObshellException.of(ErrorCode.HEADER_DECRYPT_FAILED, "illegal base64 data at input byte 0");
        } catch (GeneralSecurityException e) {
            throw ObshellException.of(ErrorCode.HEADER_DECRYPT_FAILED, "crypto/rsa: decryption error");
        } catch (GoObject.MismatchException e) {
            throw ObshellException.of(ErrorCode.HEADER_DECRYPT_FAILED, e.getMessage());
        }
    }

    private static boolean present(Headers headers, PasswordKind kind) {
        String value = headers.get(kind.header());
        return value != null && !value.isEmpty();
    }

    private static String decrypt(String value, KeyPair pair) throws GeneralSecurityException {
        byte[] blocks = Base64.getDecoder().decode(value);
        int size = KeyPairs.bits(pair) / 8;
        if (blocks.length % size != 0) {
            throw new GeneralSecurityException("Not a whole number of blocks");
        }
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
        ByteArrayOutputStream plain = new ByteArrayOutputStream(blocks.length);
        for (int i = 0; i < blocks.length; i += size) {
            plain.writeBytes(cipher.doFinal(blocks, i, size));
        }
        return plain.toString(StandardCharsets.UTF_8);
    }

    /**
     * Opens the body.
     *
     * @throws IllegalStateException where the server itself breaks down over the body
     */
    String body(Header header, byte[] body) throws ObshellException {
        if (header == null || body.length == 0) {
            return new String(body, StandardCharsets.UTF_8);
        }
        if (header.keys().length < 16) {
            throw ObshellException.wrap(ErrorCode.UNAUTHORIZED, ObshellException.of(ErrorCode.BODY_KEY_INVALID));
        }
        byte[] secret = base64AsFarAsItGoes(body);
        if (secret.length % 16 != 0) {
            throw ObshellException.wrap(ErrorCode.UNAUTHORIZED, ObshellException.of(ErrorCode.BODY_LENGTH_INVALID));
        }
        if (header.keys().length != 32 || secret.length == 0) {
            throw new IllegalStateException("The server panics");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(header.keys(), 0, 16, "AES"),
                    new IvParameterSpec(header.keys(), 16, 16));
            byte[] padded = cipher.doFinal(secret);
            int padding = padded[padded.length - 1] & 0xff;
            if (padding > padded.length) {
                throw new IllegalStateException("The server panics");
            }
            return new String(Arrays.copyOf(padded, padded.length - padding), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The server ignores what is wrong with the base64 text and takes what came before. */
    private static byte[] base64AsFarAsItGoes(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1).replaceAll("[\\r\\n]", "");
        int good = 0;
        while (good < text.length() && isBase64(text.charAt(good))) {
            good++;
        }
        int end = good;
        while (end < text.length() && text.charAt(end) == '=') {
            end++;
        }
        String usable = end % 4 == 0 ? text.substring(0, end) : text.substring(0, good - good % 4);
        try {
            return Base64.getDecoder().decode(usable);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static boolean isBase64(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/';
    }

    /** Checks an opened header for a route that is not open to everybody. */
    void verify(Header header, String target, Instant now, int agent, Identity identity) throws ObshellException {
        if (header == null) {
            throw ObshellException.of(ErrorCode.HEADER_NOT_FOUND);
        }
        if (!header.uri().equals(target)) {
            throw ObshellException.of(ErrorCode.URI_MISMATCH);
        }
        try {
            verifyPassword(header, now, agent, identity);
        } catch (ObshellException e) {
            throw ObshellException.wrap(ErrorCode.UNAUTHORIZED, e);
        }
    }

    private void verifyPassword(Header header, Instant now, int agent, Identity identity) throws ObshellException {
        String root = passwords.root(agent, header.auth());
        String ofAgent = passwords.agent(agent);
        boolean rootKnown = root != null;
        boolean agentSet = ofAgent != null;
        if (identity == Identity.SINGLE) {
            if (agentSet && header.kind() == PasswordKind.ROOT) {
                throw ObshellException.of(ErrorCode.WITH_AGENT_PASSWORD, "agent password has been set");
            }
            if (agentSet) {
                compare(header, now, ofAgent, ErrorCode.INCORRECT_AGENT_PASSWORD);
            }
        } else if (header.kind() == PasswordKind.ROOT) {
            if (!rootKnown && agentSet) {
                throw ObshellException.of(ErrorCode.WITH_AGENT_PASSWORD, "oceanbase password is not initialized");
            }
            compare(header, now, rootKnown ? root : "", ErrorCode.INCORRECT_ROOT_PASSWORD);
        } else if (agentSet) {
            compare(header, now, ofAgent, ErrorCode.INCORRECT_AGENT_PASSWORD);
        } else if (rootKnown) {
            throw ObshellException.of(ErrorCode.WITH_ROOT_PASSWORD, "agent password is not initialized");
        }
    }

    private static void compare(Header header, Instant now, String password, ErrorCode wrong) throws ObshellException {
        if (!header.auth().isEmpty()) {
            checkExpiry(header.ts(), now);
        }
        if (!header.auth().equals(password)) {
            throw ObshellException.of(wrong);
        }
    }

    private static void checkExpiry(String ts, Instant now) throws ObshellException {
        long seconds;
        try {
            seconds = Long.parseLong(ts);
        } catch (NumberFormatException e) {
            throw ObshellException.of(
                    ErrorCode.TIMESTAMP_INVALID, ts, "strconv.ParseInt: parsing \"" + ts + "\": invalid syntax");
        }
        if (now.getEpochSecond() > seconds) {
            throw ObshellException.of(ErrorCode.EXPIRED);
        }
    }
}
