package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Hides secrets in what others say: as they are, and as JSON, a URL, HTML or base64 writes them, also as a part of something
 * longer; and the access keys in storage URIs, whosever they are. It is made when it is needed and let go at once, since it holds the secrets.
 */
public final class SecretMask {

    /** Knows no secret; hides what a storage URI holds as one. */
    public static final SecretMask NONE = new SecretMask(Set.of());

    /** What stands in the place of a secret. */
    static final String STARS = "****";

    /** Stars in the place of every “a” would tell more than they hide. */
    private static final int SHORTEST = 4;

    /** So much is looked through for an excerpt, which is much shorter. */
    private static final int LOOKED_THROUGH = 16 * 1024;

    private static final int SHORTEST_BASE64 = 6;
    private static final int MOST_CAUSES = 20;
    private static final Map<Integer, String> SHORT_IN_JSON = Map.of(
            (int) '"',
            "\\\"",
            (int) '\\',
            "\\\\",
            (int) '/',
            "\\/",
            (int) '\n',
            "\\n",
            (int) '\r',
            "\\r",
            (int) '\t',
            "\\t");
    private static final Map<Integer, String> IN_HTML =
            Map.of((int) '&', "&amp;", (int) '<', "&lt;", (int) '>', "&gt;", (int) '"', "&quot;", (int) '\'', "&#39;");

    /** Letter by letter, each in any of its forms. */
    @Nullable
    private final Pattern written;

    private final Set<String> inBase64 = new LinkedHashSet<>();

    /**
     * @param secrets what to hide; what is shorter than four characters is not
     */
    public SecretMask(@NonNull Collection<String> secrets) {
        List<String> hidden = secrets.stream()
                .filter(secret -> PlainText.line(secret).length() >= SHORTEST)
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
        hidden.forEach(secret -> inBase64.addAll(inBase64(secret.getBytes(StandardCharsets.UTF_8))));
        written = hidden.isEmpty()
                ? null
                : Pattern.compile(hidden.stream()
                        .map(secret ->
                                secret.codePoints().mapToObj(SecretMask::forms).collect(Collectors.joining()))
                        .collect(Collectors.joining("|", beginning(hidden) + "(?:", ")")));
    }

    /**
     * @param text what somebody says
     * @return the same with {@code ****} in the place of each secret, and of whatever a storage URI holds as one
     */
    @NonNull
    public String mask(@NonNull String text) {
        String masked = text;
        if (written != null) {
            masked = written.matcher(text).replaceAll(STARS);
            for (String letters : inBase64) {
                masked = masked.replace(letters, STARS);
            }
        }
        return UriSecrets.hide(masked);
    }

    /**
     * @param text what somebody says, of any length
     * @return its beginning on one line, at most 160 characters, without the secrets
     */
    @NonNull
    public String excerpt(@NonNull String text) {
        return PlainText.excerpt(mask(text.length() > LOOKED_THROUGH ? text.substring(0, LOOKED_THROUGH) : text));
    }

    /**
     * @param error what went wrong, or null
     * @return the same where neither it nor a cause repeats a secret; else one that tells the same without
     */
    @Nullable
    public Throwable mask(@Nullable Throwable error) {
        return !repeats(error, 0) ? error : masked(error, 0);
    }

    private boolean repeats(@Nullable Throwable error, int depth) {
        return error != null
                && depth < MOST_CAUSES
                && (!mask(error.toString()).equals(error.toString())
                        || repeats(error.getCause(), depth + 1)
                        || suppressedRepeats(error, depth));
    }

    private boolean suppressedRepeats(Throwable error, int depth) {
        for (Throwable suppressed : error.getSuppressed()) {
            if (repeats(suppressed, depth + 1)) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    private Throwable masked(@Nullable Throwable error, int depth) {
        return error == null || depth == MOST_CAUSES
                ? null
                : new MaskedException(
                        mask(error.toString()), masked(error.getCause(), depth + 1), error.getStackTrace());
    }

    /** Lets nearly every place of a text be passed over at a glance. */
    private static String beginning(List<String> hidden) {
        return hidden.stream()
                .map(secret -> Pattern.quote(Character.toString(secret.codePointAt(0))))
                .distinct()
                .collect(Collectors.joining("", "(?=[%\\\\&\\+\\s\\p{Cntrl}", "])"));
    }

    /** The ways to write one character; a line break may have become a blank already. */
    private static String forms(int character) {
        String itself = Character.toString(character);
        Set<String> forms = new LinkedHashSet<>(Set.of(Pattern.quote(itself)));
        StringBuilder inUrl = new StringBuilder();
        for (byte unit : itself.getBytes(StandardCharsets.UTF_8)) {
            inUrl.append('%').append(hex(unit & 0xff, 2));
        }
        StringBuilder inJson = new StringBuilder();
        itself.chars().forEach(unit -> inJson.append("\\\\u").append(hex(unit, 4)));
        forms.add(inUrl.toString());
        forms.add(inJson.toString());
        if (SHORT_IN_JSON.containsKey(character)) {
            forms.add(Pattern.quote(SHORT_IN_JSON.get(character)));
        }
        if (IN_HTML.containsKey(character)) {
            forms.add(Pattern.quote(IN_HTML.get(character)));
        }
        if (character == ' ') {
            forms.add("\\+");
        }
        if (PlainText.line("x" + itself + "x").equals("x x")) {
            forms.add(" ?");
        }
        return "(?:" + String.join("|", forms) + ")";
    }

    /** Digits in small or capital letters. */
    private static String hex(int value, int digits) {
        return String.format(Locale.ROOT, "(?i:%0" + digits + "x)", value);
    }

    /** The letters that base64 makes of these bytes and nothing else, wherever in something longer they stand. */
    private static Set<String> inBase64(byte[] bytes) {
        Set<String> letters = new LinkedHashSet<>();
        for (int before = 0; before < 3; before++) {
            byte[] all = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, all, before, bytes.length);
            int first = (before * 8 + 5) / 6;
            String own = Base64.getEncoder().encodeToString(all).substring(first, all.length * 8 / 6);
            if (own.length() >= SHORTEST_BASE64) {
                letters.add(own);
                letters.add(own.replace('+', '-').replace('/', '_'));
            }
        }
        return letters;
    }

    /** {@return nothing of the secrets} */
    @Override
    public String toString() {
        return STARS;
    }
}
