package io.jenkins.plugins.obshell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A document in Chinese says what the one in English says: it has the same parts, samples, tables, facts and links. */
class TranslationsTest {

    private static final String ENDING = ".zh-CN.md";
    private static final Pattern BLOCK =
            Pattern.compile("(?:<!-- [^>]* -->\n)?```[a-z]+\n.*?^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern HEADING = Pattern.compile("^#+ ", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]+)(#[^)\\s]*)?\\)");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern ITEM = Pattern.compile("^(- |\\d+\\. )", Pattern.MULTILINE);

    private final List<String> differences = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {"README", "docs/user-guide", "docs/cookbook", "docs/administrator-guide", "docs/troubleshooting"
            })
    void bothSayTheSame(String document) {
        String english = Documents.read(document + ".md");
        String chinese = Documents.read(document + ENDING);

        assertEquals(found(BLOCK, english), found(BLOCK, chinese), "samples and commands");
        List<String> here = sections(english);
        List<String> there = sections(chinese);
        assertEquals(here.size(), there.size(), "sections");
        for (int i = 0; i < here.size(); i++) {
            compare(here.get(i), there.get(i));
        }
        assertEquals(List.of(), differences);
    }

    private void compare(String english, String chinese) {
        String title = english.lines().findFirst().orElse("");
        same(title, "heading", found(HEADING, english), found(HEADING, chinese));
        same(title, "tables", tables(english), tables(chinese));
        same(title, "lists", found(ITEM, english), found(ITEM, chinese));
        same(title, "links", links(english), links(chinese));
        same(title, "facts", found(CODE, english), found(CODE, chinese));
    }

    private void same(String title, String what, List<String> english, List<String> chinese) {
        if (!english.equals(chinese)) {
            differences.add(
                    "%s: %s%n  %s%n  %s".formatted(title, what, without(english, chinese), without(chinese, english)));
        }
    }

    private static List<String> without(List<String> all, List<String> others) {
        List<String> left = new ArrayList<>(all);
        others.forEach(left::remove);
        return left;
    }

    /** {@return how many cells each row of each table has} */
    private static List<String> tables(String section) {
        return section.lines()
                .filter(line -> line.startsWith("|"))
                .map(line -> Integer.toString(Documents.cells(line).size()))
                .toList();
    }

    /** {@return where links lead, in whatever order, and to whichever language} */
    private static List<String> links(String section) {
        return LINK.matcher(section)
                .results()
                .map(link -> link.group(1).replace(ENDING, ".md"))
                .sorted()
                .toList();
    }

    /** {@return what is found, in whatever order} */
    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group())
                .sorted()
                .toList();
    }

    private static List<String> sections(String document) {
        String prose = BLOCK.matcher(document).replaceAll("");
        return Arrays.asList(prose.split("(?m)^(?=#+ )"));
    }

    @Test
    void everyTranslationIsCompared() {
        Set<String> translated = new TreeSet<>();
        Documents.all().stream()
                .map(document -> Documents.ROOT.relativize(document).toString())
                .filter(document -> document.endsWith(ENDING))
                .forEach(document -> translated.add(document.replace(ENDING, "")));
        assertEquals(
                Set.of(
                        "README",
                        "docs/user-guide",
                        "docs/cookbook",
                        "docs/administrator-guide",
                        "docs/troubleshooting"),
                translated);
    }
}
