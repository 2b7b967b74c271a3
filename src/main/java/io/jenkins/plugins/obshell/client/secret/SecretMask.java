package io.jenkins.plugins.obshell.client.secret;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Masks secrets in what others say, in each of their {@linkplain Spellings spellings}, and the access keys in any storage
 * URI. It holds the secrets, so it is made when it is needed and not kept.
 */
public final class SecretMask {

    /** Knows no secret; masks the secret parameters of storage URIs. */
    public static final SecretMask NONE = new SecretMask(Set.of());

    static final String STARS = "****";

    /** A mask in place of every “a” would reveal more than it hides. */
    private static final int MIN_SECRET = 4;

    /** Nobody reads more, and it is many times the longest spelling of a secret. */
    private static final int MAX_TEXT = 64 * 1024;

    private static final int MAX_CAUSES = 20;

    private final List<Pattern> spellings;

    /** @param secrets what to mask; a secret of fewer than four characters is not masked */
    public SecretMask(@NonNull Collection<String> secrets) {
        spellings = secrets.stream()
                .filter(secret -> PlainText.line(secret).length() >= MIN_SECRET)
                .distinct()
                .flatMap(secret -> Spellings.of(secret).stream())
                .toList();
    }

    /**
     * Masks the secrets in a text.
     *
     * @param text the text
     * @return the same with {@code ****} in place of each secret and of each secret parameter of a storage URI; only the
     *         beginning of a text of more than 65,536 characters
     */
    @NonNull
    public String mask(@NonNull String text) {
        if (text.length() <= MAX_TEXT) {
            return masked(text);
        }
        // The cut may split a secret, so what stands near it goes, too.
        String masked = masked(text.substring(0, MAX_TEXT));
        return masked.substring(0, Math.min(masked.length(), MAX_TEXT / 2)) + "…";
    }

    private String masked(String text) {
        List<MatchResult> found = spellings.stream()
                .flatMap(spelling -> spelling.matcher(text).results())
                .sorted(Comparator.comparingInt(MatchResult::start))
                .toList();
        StringBuilder masked = new StringBuilder();
        int end = 0;
        for (MatchResult match : found) {
            if (match.start() >= end) {
                masked.append(text, end, match.start()).append(STARS);
            }
            end = Math.max(end, match.end());
        }
        return UriSecrets.hide(masked.append(text, end, text.length()).toString());
    }

    /**
     * Masks first and cuts afterwards, so that no part of a secret is left at the cut.
     *
     * @param text a text of any length
     * @return its beginning on one line, at most 160 characters, without the secrets
     */
    @NonNull
    public String excerpt(@NonNull String text) {
        return PlainText.excerpt(mask(text));
    }

    /**
     * Masks the secrets in an exception.
     *
     * @param error an exception, or null
     * @return the same if neither it nor a cause repeats a secret; else a copy of its messages and stack traces, masked
     */
    @Nullable
    public Throwable mask(@Nullable Throwable error) {
        return !repeats(error, 0) ? error : masked(error, 0);
    }

    private boolean repeats(@Nullable Throwable error, int depth) {
        return error != null
                && depth < MAX_CAUSES
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
        return error == null || depth == MAX_CAUSES
                ? null
                : new MaskedException(
                        mask(error.toString()), masked(error.getCause(), depth + 1), error.getStackTrace());
    }

    /** {@return stars, never the secrets} */
    @Override
    public String toString() {
        return STARS;
    }
}
