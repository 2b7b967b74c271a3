package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.core.StreamReadConstraints;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.util.List;
import java.util.Objects;

/**
 * How much of an answer is taken: more than any obshell sends, and little enough to be read, kept and shown. What decides is
 * refused where there is too much of it; what is only shown is cut.
 */
public final class ResponseLimits {

    /** The longest answer, in bytes when it is unpacked. */
    public static final long MOST_BYTES = 4L * 1024 * 1024;

    /** The most backups, nodes or sub-tasks in one list. */
    public static final int MOST_ELEMENTS = 4096;

    /** The most DAGs in one list; as obshell writes them, fewer fill the longest answer. */
    public static final int MOST_DAGS = 20_000;

    /** The longest id, in characters; obshell's have up to 50 digits. */
    private static final int LONGEST_ID = 128;

    /** The longest text that is only shown, in characters; the rest is cut off. */
    public static final int LONGEST_WORDS = 4096;

    private static final int MOST_LOG_LINES = 1000;

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
     * @throws IllegalArgumentException where it is longer than any of obshell's
     */
    @Nullable
    static String id(@Nullable String id) {
        if (id != null && id.length() > LONGEST_ID) {
            throw new IllegalArgumentException("an id of " + id.length() + " characters");
        }
        return id;
    }

    /** {@return the beginning of what obshell says, which is nearly always all of it; null for null} */
    @Nullable
    static String words(@Nullable String words) {
        return words == null || words.length() <= LONGEST_WORDS ? words : words.substring(0, LONGEST_WORDS - 1) + "…";
    }

    /**
     * @param elements what is in an answer; null is nothing
     * @return a copy
     * @throws IllegalArgumentException where one of them is null
     * @throws TooManyException         where there are more than {@value #MOST_ELEMENTS}
     */
    public static <T> List<T> elements(@Nullable List<T> elements) {
        return elements(elements, MOST_ELEMENTS);
    }

    /**
     * @param elements what is in an answer; null is nothing
     * @param most     how many there may be
     * @return a copy
     * @throws IllegalArgumentException where one of them is null
     * @throws TooManyException         where there are more
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

    /** There are more of something in an answer than obshell ever sends. */
    public static final class TooManyException extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        TooManyException(int count) {
            super(Integer.toString(count));
        }
    }
}
