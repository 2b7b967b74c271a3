package io.jenkins.plugins.obshell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A document in Chinese has the headings, samples and tables of the English one; its sentences are free. */
class TranslationsTest {

    private static final String ENDING = ".zh-CN.md";
    private static final Pattern BLOCK =
            Pattern.compile("(?:<!-- [^>]* -->\n)?```[a-z]+\n.*?^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern HEADING = Pattern.compile("#+ .*");
    private static final Pattern MARKER = Pattern.compile("<!-- .* -->");
    private static final Pattern NAMES = Pattern.compile("`[^`]*`([,、] ?`[^`]*`)*");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README",
                "docs/user-guide",
                "docs/cookbook",
                "docs/administrator-guide",
                "docs/troubleshooting",
                "docs/restore"
            })
    void bothHaveTheSameParts(String document) {
        String english = Documents.read(document + ".md");
        String chinese = Documents.read(document + ENDING);

        assertEquals(blocks(english), blocks(chinese), "samples and commands, in their order");
        assertEquals(outline(english), outline(chinese), "headings, tables and the names in their first column");
    }

    private static List<String> blocks(String document) {
        return BLOCK.matcher(document).results().map(block -> block.group()).toList();
    }

    /** {@return the level of each heading, the marker of each table, and each row: its width and the names it begins with} */
    private static List<String> outline(String document) {
        return BLOCK.matcher(document)
                .replaceAll("")
                .lines()
                .map(TranslationsTest::part)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static String part(String line) {
        if (HEADING.matcher(line).matches()) {
            return line.substring(0, line.indexOf(' '));
        }
        if (MARKER.matcher(line).matches()) {
            return line;
        }
        if (!line.startsWith("|")) {
            return "";
        }
        List<String> cells = Documents.cells(line);
        String first = cells.get(0);
        String names = NAMES.matcher(first).matches() ? first.replaceAll("[,、] ?", ", ") : "";
        return cells.size() + " cells " + names;
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
                        "docs/troubleshooting",
                        "docs/restore"),
                translated);
    }
}
