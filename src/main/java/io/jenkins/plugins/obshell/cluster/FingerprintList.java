package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The pinned keys of a cluster as people write them: one fingerprint a line. */
final class FingerprintList {

    private FingerprintList() {}

    /** {@return the lines of several texts that are not blank; none for null} */
    static List<String> split(@CheckForNull List<String> texts) {
        return texts == null
                ? List.of()
                : texts.stream()
                        .flatMap(String::lines)
                        .map(String::strip)
                        .filter(Predicate.not(String::isEmpty))
                        .toList();
    }

    /**
     * @param texts one fingerprint each
     * @return the fingerprints
     * @throws IllegalArgumentException with a message for a person if one is malformed
     */
    static Set<KeyFingerprint> parse(List<String> texts) {
        Set<KeyFingerprint> pins = new LinkedHashSet<>();
        texts.forEach(text -> pins.add(KeyFingerprint.parse(text)));
        return pins;
    }

    /** {@return a sentence for each that is malformed} */
    static List<String> problems(List<String> texts) {
        List<String> problems = new ArrayList<>();
        for (String text : texts) {
            try {
                KeyFingerprint.parse(text);
            } catch (IllegalArgumentException e) {
                problems.add(e.getMessage());
            }
        }
        return problems;
    }
}
