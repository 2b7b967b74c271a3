package io.jenkins.plugins.obshell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each message that tells of trouble stands in the page on troubleshooting, and none there is invented. */
class MessagesTest {

    private static final String PAGE = "docs/troubleshooting.md";

    /** Names of things, choices in lists, and the lines of a build that goes well. */
    private static final Pattern HARMLESS = Pattern.compile("""
            .*\\.(displayName|label)
            ClusterForms\\.none
            ObshellCluster\\.(agent|rootSys)
            ObshellBackupConfigStep\\.(interrupt|mandatory|optional|unchanged|wait)
            ObshellBackupStep\\.(full|incremental|join|wait)
            ObshellStep\\.(allTenants|fail)
            ClusterForms\\.none
            (BytesChart|DagView|OperationView|TrendChart)\\..*
            ConsoleLines\\.(connected|dagStarted|failure|progress|remaining|stage|success|tenant|warning)""".replace("\n", "|"));

    @ParameterizedTest
    @CsvSource({
        "client, Calls to obshell",
        "cluster, Clusters and credentials",
        "operation, 'Backups, configurations, checks'",
        "step, The steps",
        "report, Lines of the console"
    })
    void everyMessageHasItsRow(String room, String section) throws IOException {
        assertEquals(messages(room), rows(section));
    }

    @Test
    void everyRowHasACauseAndACure() {
        List<String> incomplete = Documents.read(PAGE)
                .lines()
                .filter(line -> line.startsWith("| "))
                .filter(line -> {
                    List<String> cells = Documents.cells(line);
                    return cells.size() != 3 || cells.stream().anyMatch(String::isEmpty);
                })
                .toList();
        assertEquals(List.of(), incomplete);
    }

    private static Set<String> messages(String room) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(
                Documents.read("src/main/resources/io/jenkins/plugins/obshell/" + room + "/Messages.properties")));
        Set<String> messages = new TreeSet<>();
        properties.stringPropertyNames().stream()
                .filter(key -> !HARMLESS.matcher(key).matches())
                .forEach(key -> messages.add(properties
                        .getProperty(key)
                        .replaceAll("\\{\\d+\\}", "…")
                        .replace("''", "'")));
        return messages;
    }

    private static Set<String> rows(String section) {
        Set<String> rows = new TreeSet<>();
        Documents.read(PAGE)
                .lines()
                .dropWhile(line -> !line.equals("## " + section))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| "))
                .skip(2)
                .forEach(line -> rows.add(Documents.cells(line).get(0)));
        return rows;
    }
}
