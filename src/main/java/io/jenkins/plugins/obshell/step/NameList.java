package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Names as people write them: one in each text, or several, separated by commas, semicolons, blanks or line ends. */
final class NameList {

    private NameList() {}

    /** {@return the names, each once; none for null} */
    static List<String> split(@CheckForNull Collection<String> texts) {
        List<String> names = new ArrayList<>();
        if (texts != null) {
            texts.stream()
                    .flatMap(text -> Stream.of(text.split("[\\s,;，；、]+")))
                    .filter(name -> !name.isEmpty())
                    .distinct()
                    .forEach(names::add);
        }
        return names;
    }
}
