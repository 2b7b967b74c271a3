package io.jenkins.plugins.obshell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents show of a console is what the plugin says today. */
class ConsoleSamplesTest {

    private static final Pattern TEXT = Pattern.compile("^```text\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final String MARK = "[obshell] ";

    @Test
    void everyLineIsAMessage() throws IOException {
        Pattern messages = messages();
        List<String> lines = new ArrayList<>();
        for (Path document : Documents.all()) {
            Matcher block = TEXT.matcher(Documents.read(document));
            while (block.find()) {
                block.group(1)
                        .lines()
                        .filter(line -> line.startsWith(MARK))
                        .map(line -> line.substring(MARK.length()))
                        .forEach(lines::add);
            }
        }
        assertFalse(lines.isEmpty());
        lines.removeIf(line -> messages.matcher(line).matches());
        assertEquals(List.of(), lines);
    }

    private static Pattern messages() throws IOException {
        List<String> patterns = new ArrayList<>();
        for (String room : List.of("report", "step", "step/driver")) {
            Properties properties = new Properties();
            properties.load(new StringReader(
                    Documents.read("src/main/resources/io/jenkins/plugins/obshell/" + room + "/Messages.properties")));
            properties.stringPropertyNames().stream()
                    .filter(key -> key.matches("(ConsoleLines|BuildHost|OperationDriver|RestoreDrillExecution)\\..*"))
                    .map(key -> properties.getProperty(key).replace(MARK, "").replace("''", "'"))
                    .map(ConsoleSamplesTest::pattern)
                    .forEach(patterns::add);
        }
        return Pattern.compile(String.join("|", patterns));
    }

    private static String pattern(String message) {
        return Stream.of(message.split("\\{\\d+\\}", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }
}
