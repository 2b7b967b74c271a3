package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.request.InvalidParametersException;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes a request of what people wrote into parameters, and collects everything that is wrong with it. */
final class ParameterReader {

    private static final Pattern VARIABLE = Pattern.compile("\\$(?:[A-Za-z_]\\w*|\\{[A-Za-z_][\\w.]*})");

    private final List<String> problems = new ArrayList<>();

    /** {@return a sentence for each wrong parameter, in the order of reading and without doubles} */
    List<String> problems() {
        return problems.stream().distinct().toList();
    }

    /**
     * @param name    the parameter
     * @param problem what the rule says of its value; empty if nothing is wrong
     */
    void add(String name, Optional<String> problem) {
        ParameterRules.named(name, problem).ifPresent(problems::add);
    }

    /** @param problem a sentence that says what is wrong, and with which parameters */
    void add(String problem) {
        problems.add(problem);
    }

    void addAll(List<String> more) {
        problems.addAll(more);
    }

    /**
     * @param name      the parameter
     * @param problem   what the rule says of the text
     * @param text      the text, or null if there is none
     * @param otherwise the value if there is no text, or no valid one
     */
    Duration duration(
            String name, Optional<String> problem, @CheckForNull String text, @CheckForNull Duration otherwise) {
        if (problem.isPresent()) {
            add(name, problem);
            return otherwise;
        }
        return ParameterRules.isLeftOut(text) ? otherwise : Durations.parse(text);
    }

    /**
     * @param name      the parameter
     * @param text      one of the words, in any case
     * @param allowed   the values; their words are their names in lower case
     * @param otherwise the value if the word is wrong
     */
    <T extends Enum<T>> T word(String name, String text, Set<T> allowed, T otherwise) {
        for (T value : allowed) {
            if (wordOf(value).equalsIgnoreCase(text)) {
                return value;
            }
        }
        String words = allowed.stream().map(ParameterReader::wordOf).collect(Collectors.joining(", "));
        problems.add(Messages.ParameterReader_word(name, text, words));
        return otherwise;
    }

    /** @param text a value whose variables are replaced; one that is left would become part of a name or a path */
    void noVariable(String text) {
        Matcher variable = VARIABLE.matcher(text);
        if (variable.find()) {
            problems.add(Messages.ParameterReader_variable(text, variable.group()));
        }
    }

    /** Makes a request that checks itself. */
    <T> Optional<T> request(Supplier<T> maker) {
        try {
            return Optional.of(maker.get());
        } catch (InvalidParametersException e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }

    /** {@return how a value is written in a Pipeline} */
    static String wordOf(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
