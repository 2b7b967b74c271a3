package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.obshell.client.Endpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The endpoints of one cluster as people write them: separated by lines, commas, semicolons or blanks. */
final class EndpointList {

    private EndpointList() {}

    /** {@return the single endpoints of a text as they are written there; none for null} */
    static List<String> split(@CheckForNull String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split("[\\s,;，；]+"))
                        .filter(part -> !part.isEmpty())
                        .toList();
    }

    /** {@return the single endpoints of several texts; none for null} */
    static List<String> split(@CheckForNull List<String> texts) {
        return texts == null
                ? List.of()
                : texts.stream().flatMap(text -> split(text).stream()).toList();
    }

    /**
     * @param texts one endpoint each
     * @return the endpoints, each once, in this order
     * @throws IllegalArgumentException with a message for a person if one is malformed
     */
    static List<Endpoint> parse(List<String> texts) {
        return texts.stream().map(Endpoint::parse).distinct().toList();
    }

    /** {@return a sentence for each endpoint that is malformed or named twice} */
    static List<String> problems(List<String> texts) {
        List<String> problems = new ArrayList<>();
        Set<Endpoint> seen = new LinkedHashSet<>();
        for (String text : texts) {
            try {
                if (!seen.add(Endpoint.parse(text))) {
                    problems.add(Messages.EndpointList_twice(text));
                }
            } catch (IllegalArgumentException e) {
                problems.add(e.getMessage());
            }
        }
        return problems;
    }
}
