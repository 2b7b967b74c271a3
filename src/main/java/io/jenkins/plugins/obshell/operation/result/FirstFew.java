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

    /** Copies the texts. */
    public FirstFew {
        texts = List.copyOf(texts);
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
