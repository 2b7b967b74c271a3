package io.jenkins.plugins.obshell.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final String CHINESE = "_zh_CN.properties";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)[^}]*}");
    private static final Pattern LONE_APOSTROPHE = Pattern.compile("(?<!')'(?!['{}])(?<![{}]')");

    private final List<Path> all = Repository.files("src/main/resources", ".properties");

    @Test
    void everyMessageIsThereInBothLanguages() {
        List<String> problems = new ArrayList<>();
        for (Path english : all) {
            if (english.endsWith("Messages.properties")) {
                Set<String> keys = new TreeSet<>(Repository.properties(english).keySet());
                Set<String> chinese =
                        new TreeSet<>(Repository.properties(chinese(english)).keySet());
                difference(keys, chinese)
                        .forEach(key -> problems.add(Repository.name(chinese(english)) + " lacks " + key));
                difference(chinese, keys).forEach(key -> problems.add(Repository.name(english) + " lacks " + key));
            }
        }
        assertFalse(all.isEmpty());
        assertEquals(List.of(), problems);
    }

    @Test
    void bothLanguagesSayTheSameArguments() {
        List<String> problems = new ArrayList<>();
        for (Path english : all) {
            if (!english.toString().endsWith(CHINESE)) {
                Map<String, String> chinese = Repository.properties(chinese(english));
                Repository.properties(english).forEach((key, text) -> {
                    String translated = chinese.getOrDefault(key, text);
                    if (!placeholders(text).equals(placeholders(translated))) {
                        problems.add(Repository.name(english) + ": " + key);
                    }
                });
            }
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void apostrophesAreDoubledAsMessageFormatWantsThem() {
        List<String> problems = new ArrayList<>();
        for (Path file : all) {
            Repository.properties(file).forEach((key, text) -> {
                if (LONE_APOSTROPHE.matcher(text).find()) {
                    problems.add(Repository.name(file) + ": " + key);
                }
            });
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void keysAreSortedAndUnique() {
        List<String> problems = new ArrayList<>();
        for (Path file : all) {
            List<String> keys = List.copyOf(Repository.properties(file).keySet());
            if (!keys.equals(List.copyOf(new TreeSet<>(keys)))) {
                problems.add(Repository.name(file));
            }
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void noTextIsEmptyOrDuplicated() {
        List<String> problems = new ArrayList<>();
        for (Path file : all) {
            Map<String, String> entries = Repository.properties(file);
            entries.forEach((key, text) -> {
                if (text.isBlank()) {
                    problems.add(Repository.name(file) + ": " + key);
                }
            });
            long lines = Repository.text(file)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .count();
            if (lines != entries.size()) {
                problems.add(Repository.name(file) + " has " + lines + " lines for " + entries.size() + " keys");
            }
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void everyMessageIsUsed() {
        List<String> problems = new ArrayList<>();
        for (Path file : all) {
            if (file.endsWith("Messages.properties")) {
                String room = Repository.name(file.getParent()).replace("src/main/resources", "src/main/java");
                String sources = Repository.files(room, ".java").stream()
                        .map(Repository::text)
                        .collect(Collectors.joining("\n"));
                for (String key : Repository.properties(file).keySet()) {
                    String method = key.replaceAll("[^A-Za-z0-9_]", "_");
                    if (!Pattern.compile("Messages(\\.|::)\\s*_?" + method + "\\b")
                            .matcher(sources)
                            .find()) {
                        problems.add(Repository.name(file) + ": " + key);
                    }
                }
            }
        }
        assertEquals(List.of(), problems);
    }

    private static Path chinese(Path english) {
        String name = english.getFileName().toString();
        return english.resolveSibling(name.replace(".properties", CHINESE));
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> difference(Set<String> all, Set<String> without) {
        Set<String> rest = new HashSet<>(all);
        rest.removeAll(without);
        return new TreeSet<>(rest);
    }
}
