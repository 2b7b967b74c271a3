package io.jenkins.plugins.obshell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The architecture names the packages and classes that exist. */
class ArchitectureTest {

    private static final String DOCUMENT = "docs/architecture.md";
    private static final Path SOURCES = Documents.ROOT.resolve("src/main/java/io/jenkins/plugins/obshell");
    private static final Pattern NAME = Pattern.compile("`([A-Za-z]+)`");
    private static final Pattern PACKAGE = Pattern.compile("^\\| `([a-z.]+)` \\|", Pattern.MULTILINE);

    @Test
    void everyClassOfATopicExists() throws IOException {
        Set<String> existing = sources()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        List<List<String>> topics = Documents.table(DOCUMENT, "topics");
        Set<String> missing = new TreeSet<>();
        for (List<String> topic : topics) {
            List<String> classes = NAME.matcher(topic.get(1))
                    .results()
                    .map(name -> name.group(1))
                    .toList();
            assertTrue(!classes.isEmpty(), topic.get(0) + " names no class");
            classes.stream().filter(name -> !existing.contains(name)).forEach(missing::add);
        }
        assertTrue(topics.size() > 20, topics.toString());
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyPackageIsListedAndExists() throws IOException {
        Set<String> listed = PACKAGE.matcher(Documents.read(DOCUMENT))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> existing = sources()
                .map(file -> SOURCES.relativize(file.getParent())
                        .toString()
                        .replace('\\', '/')
                        .replace('/', '.'))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(existing, listed);
    }

    private static Stream<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        }
    }
}
