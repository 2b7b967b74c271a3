package io.jenkins.plugins.obshell.client.crypto;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.client.secret.PlainText;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The SHA-256 of a key or a certificate, by which a person can compare it over another way.
 *
 * @param hex the digest as 64 lower-case hexadecimal digits
 */
public record KeyFingerprint(@NonNull String hex) {

    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("(?i)^sha-?256\\s*[:=]?\\s*");

    /** @param hex the digest as 64 lower-case hexadecimal digits */
    public KeyFingerprint {
        if (!DIGITS.matcher(hex).matches()) {
            throw new IllegalArgumentException(Messages.KeyFingerprint_malformed(PlainText.excerpt(hex)));
        }
    }

    /**
     * Reads a fingerprint as people and tools write it.
     *
     * @param text 64 hexadecimal digits, upper or lower case, with or without colons or blanks between, also behind
     *             {@code SHA256:}
     * @return the fingerprint
     * @throws IllegalArgumentException with a message for a person if the text is none
     */
    public static KeyFingerprint parse(@NonNull String text) {
        String digits = NAME.matcher(text.strip())
                .replaceFirst("")
                .replaceAll("[:\\s]", "")
                .toLowerCase(Locale.ROOT);
        if (!DIGITS.matcher(digits).matches()) {
            throw new IllegalArgumentException(Messages.KeyFingerprint_malformed(PlainText.excerpt(text)));
        }
        return new KeyFingerprint(digits);
    }

    /**
     * Makes a fingerprint.
     *
     * @param encoded a key or a certificate as it is served
     * @return its fingerprint
     */
    public static KeyFingerprint of(byte[] encoded) {
        return new KeyFingerprint(Sha256.hex(encoded));
    }

    /** {@return the digest as upper-case hexadecimal pairs with colons between} */
    @Override
    public String toString() {
        return HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(HexFormat.of().parseHex(hex));
    }
}
