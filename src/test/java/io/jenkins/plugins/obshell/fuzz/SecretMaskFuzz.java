package io.jenkins.plugins.obshell.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.obshell.client.secret.PlainText;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A secret and what somebody says; an input is the two, with a letter 1 of ASCII between them. */
public final class SecretMaskFuzz {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SecretMaskFuzz() {}

    /** Hides the secret in the text, and in the text with the secret in its midst. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] parts = new String(input, StandardCharsets.UTF_8).split("\u0001", 2);
        String secret = parts[0];
        String text = parts.length == 1 ? "" : parts[1];
        SecretMask mask = new SecretMask(List.of(secret));
        mask.mask(text);
        mask.excerpt(text);
        if (PlainText.line(secret).length() < 4 || secret.contains("*") || text.length() + secret.length() > 5000) {
            return;
        }
        String before = text.substring(0, text.length() / 2);
        String after = text.substring(text.length() / 2);
        for (String form : List.of(secret, quoted(secret), URLEncoder.encode(secret, StandardCharsets.UTF_8))) {
            String told = mask.mask(before + " " + form + " " + after);
            if (told.contains(secret)) {
                throw new AssertionError("The secret: " + told);
            }
        }
    }

    private static String quoted(String text) {
        try {
            String quoted = JSON.writeValueAsString(text);
            return quoted.substring(1, quoted.length() - 1);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
