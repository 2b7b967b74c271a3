package io.jenkins.plugins.obshell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No link within the repository is dead, be it to a file or to a heading. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> dead = new ArrayList<>();
        for (Path document : Documents.all()) {
            Matcher link = LINK.matcher(Documents.prose(document));
            while (link.find()) {
                String target = link.group(1);
                if (!ELSEWHERE.matcher(target).matches() && !leadsSomewhere(document, target)) {
                    dead.add(Documents.ROOT.relativize(document) + " → " + target);
                }
            }
        }
        assertEquals(List.of(), dead);
    }

    @Test
    void everyDocumentIsLinked() {
        Set<Path> linked = new TreeSet<>();
        for (Path document : Documents.all()) {
            LINK.matcher(Documents.prose(document))
                    .results()
                    .map(link -> link.group(1).split("#", 2)[0])
                    .filter(target ->
                            target.endsWith(".md") && !ELSEWHERE.matcher(target).matches())
                    .forEach(
                            target -> linked.add(document.resolveSibling(target).normalize()));
        }
        assertEquals(
                List.of(),
                Documents.all().stream()
                        .filter(document -> !linked.contains(document))
                        .toList());
    }

    @Test
    void everyPictureIsShownAndTakenByTheCommand() throws IOException {
        String command = Documents.read("src/test/pictures/take.mjs") + Documents.read("src/test/pictures/forms.mjs");
        String documents = Documents.all().stream().map(Documents::prose).collect(Collectors.joining());
        List<String> mistakes = new ArrayList<>();
        try (Stream<Path> pictures = Files.list(Documents.ROOT.resolve("docs/images"))) {
            pictures.map(picture -> picture.getFileName().toString()).sorted().forEach(picture -> {
                if (!documents.contains("images/" + picture + ")")) {
                    mistakes.add("no document shows " + picture);
                }
                if (!command.contains("\"" + picture.replace(".png", "") + "\"")) {
                    mistakes.add("no command takes " + picture);
                }
            });
        }
        assertEquals(List.of(), mistakes);
    }

    private static boolean leadsSomewhere(Path document, String target) {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty()
                ? document
                : document.resolveSibling(parts[0]).normalize();
        if (!file.startsWith(Documents.ROOT) || !Files.exists(file)) {
            return false;
        }
        return parts.length == 1 || anchors(file).contains(parts[1]);
    }

    private static List<String> anchors(Path document) {
        return Documents.prose(document)
                .lines()
                .filter(line -> line.matches("#{1,6} .*"))
                .map(line -> line.replaceFirst("#+ ", ""))
                .map(LinksTest::anchor)
                .toList();
    }

    /** What GitHub makes of a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
