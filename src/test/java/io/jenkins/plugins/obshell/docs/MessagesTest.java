package io.jenkins.plugins.obshell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each message that tells of trouble stands in the page on troubleshooting of its language, and none there is invented. */
class MessagesTest {

    /** Names of things, choices in lists, and the lines of a build that goes well. */
    private static final Pattern HARMLESS = Pattern.compile("""
            .*\\.(displayName|label)
            ClusterForms\\.none
            ObshellCluster\\.(agent|rootSys)
            ObshellBackupConfigStep\\.(interrupt|mandatory|optional|unchanged|wait)
            ObshellBackupStep\\.(full|incremental|join|wait)
            ObshellStep\\.(allTenants|fail)
            ClusterForms\\.none
            (BytesChart|DagView|NodeView|OperationView|ProgressView|StatusView|TrendChart)\\..*
            ConsoleLines\\.(connected|dagStarted|failure|progress|remaining|stage|success|tenant|warning)""".replace("\n", "|"));

    private static final Pattern CODE_IN_SOURCE = Pattern.compile("\"([A-Z][A-Za-z]*(?:\\.[A-Z][A-Za-z]*)+)\"");
    private static final Pattern CODE_IN_ROW = Pattern.compile("`([^`]+)`");

    /** What only an operator's calls, or those to the log archive, are refused with. */
    private static final Pattern OF_OTHER_CALLS = Pattern.compile(
            "Task\\.Dag\\.Operator\\.(NotSupport|(Pass|Retry|Rollback).*)|OB\\.Backup\\.ArchiveLogStatus.*");

    /** A page and the messages of its language. */
    private enum Page {
        ENGLISH("docs/troubleshooting.md", "Messages.properties"),
        CHINESE("docs/troubleshooting.zh-CN.md", "Messages_zh_CN.properties");

        private final String path;
        private final String messages;

        Page(String path, String messages) {
            this.path = path;
            this.messages = messages;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ENGLISH, client, Calls to obshell",
        "ENGLISH, cluster, Clusters and credentials",
        "ENGLISH, operation, 'Backups, configurations, checks'",
        "ENGLISH, step, The steps",
        "ENGLISH, report, Lines of the console",
        "CHINESE, client, 对 obshell 的调用",
        "CHINESE, cluster, 集群与凭据",
        "CHINESE, operation, 备份、配置与检查",
        "CHINESE, step, 步骤",
        "CHINESE, report, 控制台输出"
    })
    void everyMessageHasItsRow(Page page, String room, String section) throws IOException {
        assertEquals(messages(room, page), rows(page, section));
    }

    @ParameterizedTest
    @EnumSource(Page.class)
    void everyRowHasACauseAndACure(Page page) {
        List<String> incomplete = Documents.read(page.path)
                .lines()
                .filter(line -> line.startsWith("| "))
                .filter(line -> {
                    List<String> cells = Documents.cells(line);
                    return cells.size() != 3 || cells.stream().anyMatch(String::isEmpty);
                })
                .toList();
        assertEquals(List.of(), incomplete);
    }

    /** What the simulator can refuse with, and what the client tells from the rest by name or its beginning. */
    @ParameterizedTest
    @CsvSource({"ENGLISH, obshell's error codes", "CHINESE, obshell 的错误码"})
    void everyErrorCodeHasItsRow(Page page, String section) {
        Set<String> codes = new TreeSet<>();
        for (String source : List.of("test/java/%s/simulator/ErrorCode", "main/java/%s/client/RefusedException")) {
            CODE_IN_SOURCE
                    .matcher(Documents.read("src/" + source.formatted("io/jenkins/plugins/obshell") + ".java"))
                    .results()
                    .map(code -> code.group(1))
                    .filter(code -> !OF_OTHER_CALLS.matcher(code).matches())
                    .forEach(codes::add);
        }
        assertTrue(codes.size() > 30, codes.toString());
        Set<String> documented = new TreeSet<>();
        rows(page, section)
                .forEach(row -> CODE_IN_ROW
                        .matcher(row)
                        .results()
                        .map(code -> code.group(1))
                        .forEach(documented::add));
        codes.removeIf(code -> documented.stream().anyMatch(row -> row.startsWith(code)));
        assertEquals(Set.of(), codes);
    }

    private static Set<String> messages(String room, Page page) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(
                Documents.read("src/main/resources/io/jenkins/plugins/obshell/" + room + "/" + page.messages)));
        Set<String> messages = new TreeSet<>();
        properties.stringPropertyNames().stream()
                .filter(key -> !HARMLESS.matcher(key).matches())
                .forEach(key -> messages.add(properties
                        .getProperty(key)
                        .replaceAll("\\{\\d+\\}", "…")
                        .replace("''", "'")));
        return messages;
    }

    private static Set<String> rows(Page page, String section) {
        Set<String> rows = new TreeSet<>();
        Documents.read(page.path)
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
