package io.jenkins.plugins.obshell.secrets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Secrets that stand nowhere else, and that every encoding changes. What encodes them here shares nothing with what hides
 * them in the plugin.
 */
public final class Canaries {

    /** The password of root@sys. */
    public static final String ROOT = "rootCanary \"q\\<&>é+%/7w";

    /** The password of a backup set, without what makes a set that nobody can restore. */
    public static final String ENCRYPTION = "setCanary9 z<&>ü+%?x";

    /** The id of the storage's access key; no secret by itself. */
    public static final String ACCESS_ID = "canaryId0815";

    /** The storage's access key; it stands in a URI as it is. */
    public static final String ACCESS_KEY = "keyCanary/4711+abcdefghij==";

    /** The password of the client certificate's key. */
    public static final String CLIENT_KEY = "certCanary-5522-hush";

    /** Two further bytes of a longer text that is encoded with the secret in it. */
    private static final String BEFORE = "u:";

    private static final List<String> ALL = List.of(ROOT, ENCRYPTION, ACCESS_KEY, CLIENT_KEY);

    private Canaries() {}

    /** What a talkative server would say: each secret in each form, alone and as a part of something. */
    public static String repeated() {
        return repeated(ROOT, ENCRYPTION, ACCESS_KEY);
    }

    /** The same with some of the secrets only, since a step can hide no more than what it sends. */
    public static String repeated(String... secrets) {
        StringBuilder said = new StringBuilder();
        for (String secret : secrets) {
            forms(secret)
                    .values()
                    .forEach(form ->
                            said.append("was told ").append(form.written()).append(", "));
        }
        return said.append("for oss://b/p?host=h&access_id=")
                .append(ACCESS_ID)
                .append("&access_key=")
                .append(ACCESS_KEY)
                .toString();
    }

    /** Each secret as it is, short enough for an id. */
    public static String briefly() {
        return String.join(" ", ROOT, ENCRYPTION, ACCESS_KEY);
    }

    /** What is repeated, as a part of a string of JSON. */
    public static String repeatedInJson() {
        return json(repeated());
    }

    /**
     * @param text whatever was written, served or logged
     * @return which secrets are in it, and how they are written; empty where there is none
     */
    public static List<String> in(String text) {
        List<String> found = new ArrayList<>();
        for (String secret : ALL) {
            forms(secret).forEach((name, form) -> {
                int at = text.indexOf(form.sought());
                if (at >= 0) {
                    found.add(secret.substring(0, 6) + " as " + name + " in …"
                            + text.substring(
                                    Math.max(0, at - 60),
                                    Math.min(text.length(), at + form.sought().length() + 20)));
                }
            });
        }
        return found;
    }

    /**
     * One way to write a secret.
     *
     * @param written the secret, perhaps with something else around it that cannot be told apart
     * @param sought  what of it comes from the secret alone
     */
    public record Form(String written, String sought) {}

    /** The ways to write a secret, each with a name. */
    public static Map<String, Form> forms(String secret) {
        Map<String, String> whole = new LinkedHashMap<>();
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        whole.put("itself", secret);
        whole.put("JSON", json(secret));
        whole.put(
                "JSON of Go",
                json(secret).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"));
        whole.put("JSON in ASCII", ascii(json(secret)));
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        whole.put("a form", form);
        whole.put("a URL", form.replace("+", "%20"));
        whole.put("a URL in small letters", small(form.replace("+", "%20")));
        whole.put(
                "HTML",
                secret.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;"));
        Map<String, Form> forms = new LinkedHashMap<>();
        whole.forEach((name, written) -> forms.put(name, new Form(written, written)));
        String alone = Base64.getEncoder().encodeToString(bytes);
        forms.put("base64", new Form(alone, alone.substring(0, bytes.length * 8 / 6)));
        String forUrls = Base64.getUrlEncoder().encodeToString(bytes);
        forms.put("base64 for URLs", new Form(forUrls, forUrls.substring(0, bytes.length * 8 / 6)));
        for (int i = 1; i <= BEFORE.length(); i++) {
            String all = BEFORE.substring(0, i) + secret + "::";
            String encoded = Base64.getEncoder().encodeToString(all.getBytes(StandardCharsets.UTF_8));
            forms.put("base64 with " + i + " before", new Form(encoded, encoded.substring(4, encoded.length() - 4)));
        }
        return forms;
    }

    private static String json(String text) {
        try {
            String quoted = new ObjectMapper().writeValueAsString(text);
            return quoted.substring(1, quoted.length() - 1);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String ascii(String text) {
        StringBuilder written = new StringBuilder();
        text.chars().forEach(c -> written.append(c < 128 ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        return written.toString();
    }

    private static String small(String url) {
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < url.length(); i++) {
            if (url.charAt(i) == '%') {
                written.append(url.substring(i, i + 3).toLowerCase(Locale.ROOT));
                i += 2;
            } else {
                written.append(url.charAt(i));
            }
        }
        return written.toString();
    }
}
