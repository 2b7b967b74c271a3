package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.core.StreamReadConstraints;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.util.List;
import java.util.Objects;

/**
 * How much of a response is read: more than any obshell sends. Too much of what decides is refused; what is only shown is
 * cut.
 */
public final class ResponseLimits {

    /** The largest response, in bytes when it is unpacked. */
    public static final long MOST_BYTES = 4L * 1024 * 1024;

    /** The most backups, nodes or sub-tasks in one list. */
    public static final int MOST_ELEMENTS = 4096;

    /** The most DAGs or tenants in one list; as obshell writes them, fewer fill the largest response. */
    public static final int MOST_DAGS = 20_000;

    /** The longest id, in characters; obshell's have up to 50 digits. */
    private static final int LONGEST_ID = 128;

    /** The longest text that is only shown, in characters; the rest is cut off. */
    public static final int LONGEST_WORDS = 4096;

    private static final int MOST_LOG_LINES = MOST_ELEMENTS;

    private static final int DEEPEST = 64;
    private static final int LONGEST_NUMBER = 128;
    private static final int LONGEST_NAME = 1024;
    private static final int LONGEST_STRING = 256 * 1024;
    private static final int MOST_TOKENS = 500_000;

    private ResponseLimits() {}

    /** {@return how deep, how long and how much JSON may be} */
    public static StreamReadConstraints ofJson() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxNumberLength(LONGEST_NUMBER)
                .maxNameLength(LONGEST_NAME)
                .maxStringLength(LONGEST_STRING)
                .maxTokenCount(MOST_TOKENS)
                .build();
    }

    /**
     * @param id an id, or null
     * @return the same
     * @throws IllegalArgumentException if it is too long
     */
    @Nullable
    static String id(@Nullable String id) {
        if (id != null && id.length() > LONGEST_ID) {
            throw new IllegalArgumentException("an id of " + id.length() + " characters");
        }
        return id;
    }

    /** {@return the text, cut if it is too long; null for null} */
    @Nullable
    static String words(@Nullable String words) {
        return words == null || words.length() <= LONGEST_WORDS ? words : words.substring(0, LONGEST_WORDS - 1) + "…";
    }

    /**
     * @param elements a list of a response; null is empty
     * @return a copy
     * @throws IllegalArgumentException if one of them is null
     * @throws TooManyException         if there are more than {@value #MOST_ELEMENTS}
     */
    public static <T> List<T> elements(@Nullable List<T> elements) {
        return elements(elements, MOST_ELEMENTS);
    }

    /**
     * @param elements a list of a response; null is empty
     * @param most     how many there may be
     * @return a copy
     * @throws IllegalArgumentException if one of them is null
     * @throws TooManyException         if there are more
     */
    public static <T> List<T> elements(@Nullable List<T> elements, int most) {
        if (elements == null) {
            return List.of();
        }
        if (elements.size() > most) {
            throw new TooManyException(elements.size());
        }
        if (elements.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("null in a list");
        }
        return List.copyOf(elements);
    }

    /** {@return the last lines of a log; null is none} */
    static List<String> log(@Nullable List<String> lines) {
        return lines == null
                ? List.of()
                : lines.subList(Math.max(0, lines.size() - MOST_LOG_LINES), lines.size()).stream()
                        .filter(Objects::nonNull)
                        .map(ResponseLimits::words)
                        .toList();
    }

    /** A list in a response has more elements than obshell ever sends. */
    public static final class TooManyException extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        TooManyException(int count) {
            super(Integer.toString(count));
        }
    }
}
