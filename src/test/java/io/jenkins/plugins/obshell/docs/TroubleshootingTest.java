package io.jenkins.plugins.obshell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages on troubleshooting explain every error code that obshell may return to the plugin. */
class TroubleshootingTest {

    private static final Pattern CODE_IN_SOURCE = Pattern.compile("\"([A-Z][A-Za-z]*(?:\\.[A-Z][A-Za-z]*)+)\"");
    private static final Pattern CODE_IN_ROW = Pattern.compile("`([^`]+)`");

    /** Errors of calls that only an operator makes, or that the plugin never makes. */
    private static final Pattern OF_OTHER_CALLS = Pattern.compile(
            "Task\\.Dag\\.Operator\\.(NotSupport|(Pass|Retry|Rollback).*)|OB\\.Backup\\.ArchiveLogStatus.*");

    @ParameterizedTest
    @ValueSource(strings = {"docs/troubleshooting.md", "docs/troubleshooting.zh-CN.md"})
    void everyRowHasACauseAndACure(String page) {
        List<String> incomplete = Documents.read(page)
                .lines()
                .filter(line -> line.startsWith("| "))
                .filter(line -> {
                    List<String> cells = Documents.cells(line);
                    return cells.size() != 3 || cells.stream().anyMatch(String::isEmpty);
                })
                .toList();
        assertEquals(List.of(), incomplete);
    }

    /** The codes that the simulator can return, and those that the client treats in a special way. */
    @ParameterizedTest
    @CsvSource({"docs/troubleshooting.md, obshell's error codes", "docs/troubleshooting.zh-CN.md, obshell 的错误码"})
    void everyErrorCodeHasItsRow(String page, String section) {
        Set<String> codes = new TreeSet<>();
        for (String source : List.of("test/java/%s/simulator/http/ErrorCode", "main/java/%s/client/RefusedException")) {
            CODE_IN_SOURCE
                    .matcher(Documents.read("src/" + source.formatted("io/jenkins/plugins/obshell") + ".java"))
                    .results()
                    .map(code -> code.group(1))
                    .filter(code -> !OF_OTHER_CALLS.matcher(code).matches())
                    .forEach(codes::add);
        }
        assertTrue(codes.size() > 30, codes.toString());
        Set<String> documented = documentedCodes(page, section);
        codes.removeIf(code -> documented.stream().anyMatch(row -> row.startsWith(code)));
        assertEquals(Set.of(), codes);
    }

    private static Set<String> documentedCodes(String page, String section) {
        Set<String> codes = new TreeSet<>();
        Documents.read(page)
                .lines()
                .dropWhile(line -> !line.equals("## " + section))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| "))
                .skip(2)
                .forEach(line -> CODE_IN_ROW
                        .matcher(Documents.cells(line).get(0))
                        .results()
                        .map(code -> code.group(1))
                        .forEach(codes::add));
        return codes;
    }
}
