package io.jenkins.plugins.obshell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A document in Chinese has the headings, samples, tables and diagrams of the English one; its sentences are free. */
class TranslationsTest {

    private static final String ENDING = ".zh-CN.md";
    private static final Pattern BLOCK =
            Pattern.compile("(?:<!-- [^>]* -->\n)?```[a-z]+\n.*?^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern WORDS_OF_DIAGRAM = Pattern.compile("\\[[^]]*]|: .*|-\\. .* \\.->");
    private static final Pattern HEADING = Pattern.compile("#+ .*");
    private static final Pattern MARKER = Pattern.compile("<!-- .* -->");
    private static final Pattern NAMES = Pattern.compile("`[^`]*`([,、] ?`[^`]*`)*");

    @ParameterizedTest
    @MethodSource("translated")
    void bothHaveTheSameParts(String document) {
        String english = Documents.read(document + ".md");
        String chinese = Documents.read(document + ENDING);

        assertEquals(blocks(english), blocks(chinese), "samples and commands, in their order");
        assertEquals(outline(english), outline(chinese), "headings, tables and the names in their first column");
    }

    private static List<String> blocks(String document) {
        return BLOCK.matcher(document)
                .results()
                .map(block -> block.group())
                .map(block -> block.startsWith("```mermaid")
                        ? WORDS_OF_DIAGRAM.matcher(block).replaceAll("")
                        : block)
                .toList();
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

    @ParameterizedTest
    @MethodSource("translated")
    void eachLinksTheOther(String document) {
        String name = document.substring(document.lastIndexOf('/') + 1);

        assertTrue(Documents.read(document + ".md").contains("[简体中文](" + name + ENDING + ")"));
        assertTrue(Documents.read(document + ENDING).contains("[English](" + name + ".md)"));
    }

    @Test
    void theTopicsOfTheArchitectureNameTheSameClasses() {
        assertEquals(classes("docs/architecture.md"), classes("docs/architecture" + ENDING));
    }

    private static List<List<String>> classes(String document) {
        return Documents.table(document, "topics").stream()
                .map(topic -> List.of(topic.get(1).split("[,、] ?")))
                .toList();
    }

    @Test
    void onlyTheseAreInEnglishAlone() {
        Set<String> untranslated = new TreeSet<>();
        Documents.all().stream()
                .map(TranslationsTest::name)
                .filter(document -> !document.endsWith(ENDING))
                .map(document -> document.replace(".md", ""))
                .forEach(untranslated::add);
        untranslated.removeAll(translated());
        assertEquals(
                Set.of(
                        "CHANGELOG",
                        "CONTRIBUTING",
                        "LICENSE",
                        "SECURITY",
                        "central/README",
                        "docs/README",
                        "docs/performance"),
                untranslated);
    }

    static List<String> translated() {
        return Documents.all().stream()
                .map(TranslationsTest::name)
                .filter(document -> document.endsWith(ENDING))
                .map(document -> document.replace(ENDING, ""))
                .toList();
    }

    private static String name(Path document) {
        return Documents.ROOT.relativize(document).toString().replace('\\', '/');
    }
}
