package io.jenkins.plugins.obshell.operation.result;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * The first few of many, for a sentence that a person reads.
 *
 * @param texts the first, in their order
 * @param more  how many there are beside
 */
public record FirstFew(List<String> texts, int more) {

    private static final int MOST = 10;

    /** All of them together, so that one that is long leaves no room for others. */
    private static final int LONGEST = 2000;

    /** None at all. */
    public static final FirstFew NONE = new FirstFew(List.of(), 0);

    /** Copies the texts; null is none. */
    public FirstFew {
        texts = texts == null ? List.of() : List.copyOf(texts);
    }

    /** The same with one more text, which is only counted where there is no room. */
    public FirstFew and(String text) {
        int length = texts.stream().mapToInt(String::length).sum();
        boolean isFull = more > 0 || texts.size() == MOST || !texts.isEmpty() && length + text.length() > LONGEST;
        if (isFull) {
            return new FirstFew(texts, more + 1);
        }
        List<String> all = new ArrayList<>(texts);
        all.add(text);
        return new FirstFew(all, 0);
    }

    /** {@return how many there are in all} */
    public int count() {
        return texts.size() + more;
    }

    /** The first ten, or fewer where they are long, but one at least. */
    public static <T> FirstFew of(Collection<T> all, Function<? super T, String> text) {
        List<String> texts = new ArrayList<>();
        int length = 0;
        for (T one : all) {
            String next = texts.size() == MOST ? null : text.apply(one);
            if (next == null || !texts.isEmpty() && length + next.length() > LONGEST) {
                break;
            }
            texts.add(next);
            length += next.length();
        }
        return new FirstFew(texts, all.size() - texts.size());
    }

    /** In one list that says how many are left out. */
    public String joined(String separator) {
        List<String> all = new ArrayList<>(texts);
        if (more > 0) {
            all.add(Messages.FirstFew_more(more));
        }
        return String.join(separator, all);
    }
}
