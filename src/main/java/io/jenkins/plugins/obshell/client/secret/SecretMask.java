package io.jenkins.plugins.obshell.client.secret;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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

    /** Nobody reads more, and it is many times a secret in its longest form. */
    private static final int LOOKED_THROUGH = 64 * 1024;

    private static final int SHORTEST_BASE64 = 6;
    private static final int MOST_CAUSES = 20;

    private final List<SoughtSecret> sought;
    private final Set<String> inBase64 = new LinkedHashSet<>();

    /** Of secrets that are too long to be sought as a whole. */
    private final Set<String> beginningsInBase64 = new LinkedHashSet<>();

    /**
     * @param secrets what to hide; what is shorter than four characters is not
     */
    public SecretMask(@NonNull Collection<String> secrets) {
        List<String> hidden = secrets.stream()
                .filter(secret -> PlainText.line(secret).length() >= SHORTEST)
                .distinct()
                .toList();
        sought = hidden.stream().map(SoughtSecret::new).toList();
        for (String secret : hidden) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > SoughtSecret.MOST_SOUGHT) {
                beginningsInBase64.addAll(inBase64(Arrays.copyOf(bytes, SoughtSecret.MOST_SOUGHT)));
            } else {
                inBase64.addAll(inBase64(bytes));
            }
        }
    }

    /**
     * @param text what somebody says
     * @return the same with {@code ****} in the place of each secret, and of whatever a storage URI holds as one; of a text
     *         of more than 65,536 characters the beginning
     */
    @NonNull
    public String mask(@NonNull String text) {
        if (text.length() <= LOOKED_THROUGH) {
            return masked(text);
        }
        // What is cut off may have been the end of a secret, so that its beginning must go, too.
        String masked = masked(text.substring(0, LOOKED_THROUGH));
        return masked.substring(0, Math.min(masked.length(), LOOKED_THROUGH / 2)) + "…";
    }

    private String masked(String text) {
        String masked = hidden(text);
        for (String letters : inBase64) {
            masked = masked.replace(letters, STARS);
        }
        for (String letters : beginningsInBase64) {
            int at = masked.indexOf(letters);
            masked = at < 0 ? masked : masked.substring(0, at) + STARS;
        }
        return UriSecrets.hide(masked);
    }

    private String hidden(String text) {
        List<SoughtSecret.Span> spans = sought.stream()
                .flatMap(secret -> secret.in(text).stream())
                .sorted(Comparator.comparingInt(SoughtSecret.Span::start))
                .toList();
        StringBuilder hidden = new StringBuilder();
        int end = 0;
        for (SoughtSecret.Span span : spans) {
            if (span.start() >= end) {
                hidden.append(text, end, span.start()).append(STARS);
            }
            end = Math.max(end, span.end());
        }
        return spans.isEmpty() ? text : hidden.append(text, end, text.length()).toString();
    }

    /**
     * @param text what somebody says, of any length
     * @return its beginning on one line, at most 160 characters, without the secrets
     */
    @NonNull
    public String excerpt(@NonNull String text) {
        return PlainText.excerpt(mask(text));
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
