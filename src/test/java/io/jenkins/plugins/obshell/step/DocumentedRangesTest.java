package io.jenkins.plugins.obshell.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.docs.Documents;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The steps take what the range column of the user guide says, and nothing beyond it. */
class DocumentedRangesTest {

    private static final String ENGLISH = "docs/user-guide.md";
    private static final String CHINESE = "docs/user-guide.zh-CN.md";
    private static final Pattern DURATIONS = Pattern.compile("`(\\d+)([smhd])`(?: to | 到 )`(\\d+)([smhd])`");
    private static final Pattern NUMBERS = Pattern.compile("(\\d+)(?: to | 到 )(\\d+)");
    private static final Pattern UP_TO = Pattern.compile("(?:up to |最长 )`(\\d+)([smhd])`");
    private static final Pattern WORDS = Pattern.compile("(`[a-z]+`)((?:, |、)`[a-z]+`)*((?: or | 或 )`[a-z]+`)?");
    private static final Pattern WORD = Pattern.compile("`([a-z]+)`");

    /** The tables of the user guide, and a step of which all other parameters are right. */
    private enum Table {
        COMMON("common", Table::backup),
        CONFIGURATION("obshellBackupConfig", Table::configuration),
        BACKUP("obshellBackup", Table::backup),
        STATUS("obshellBackupStatus", Table::status),
        DRILL("obshellRestoreDrill", Table::drill);

        private final String marker;
        private final Supplier<ObshellStep> fresh;

        Table(String marker, Supplier<ObshellStep> fresh) {
            this.marker = "parameters: " + marker;
            this.fresh = fresh;
        }

        private static ObshellStep of(ObshellStep step) {
            give(step, "tenant", "tenant1");
            return step;
        }

        private static ObshellStep configuration() {
            ObshellStep step = of(new ObshellBackupConfigStep());
            give(step, "archiveBaseUri", "file:///archive");
            give(step, "recoveryWindow", "7d");
            return step;
        }

        private static ObshellStep backup() {
            ObshellStep step = of(new ObshellBackupStep());
            give(step, "archiveBaseUri", "file:///archive");
            return step;
        }

        private static ObshellStep status() {
            return of(new ObshellBackupStatusStep());
        }

        private static ObshellStep drill() {
            ObshellRestoreDrillStep step = new ObshellRestoreDrillStep();
            give(step, "unitConfig", "drill_2c8g");
            DrillSource from = new DrillSource();
            give(from, "cluster", "prod");
            give(from, "tenant", "tenant1");
            step.setFrom(from);
            return step;
        }

        /** Like a stored job, since the setters need a Jenkins to trim what they are given. */
        private static void give(Object described, String parameter, String value) {
            Field field = Stream.<Class<?>>iterate(
                            described.getClass(), owner -> owner != Object.class, Class::getSuperclass)
                    .flatMap(owner -> Stream.of(owner.getDeclaredFields()))
                    .filter(candidate -> candidate.getName().equals(parameter))
                    .findFirst()
                    .orElseThrow();
            field.setAccessible(true);
            try {
                field.set(described, field.getType() == Integer.class ? Integer.valueOf(value) : value);
            } catch (IllegalAccessException e) {
                throw new AssertionError(parameter, e);
            }
        }

        /** {@return the problems that the step tells of a value} */
        List<String> problems(String parameter, String value) {
            ObshellStep step = fresh.get();
            give(step, parameter, value);
            ParameterReader reader = new ParameterReader();
            step.check(reader);
            return reader.problems();
        }
    }

    /** What a cell says: values that are taken and values that are not. */
    private record Range(List<String> within, List<String> beyond) {

        static Range of(String cell) {
            List<String> within = new ArrayList<>();
            List<String> beyond = new ArrayList<>();
            Matcher durations = DURATIONS.matcher(cell);
            Matcher numbers = NUMBERS.matcher(cell);
            Matcher upTo = UP_TO.matcher(cell);
            if (durations.lookingAt()) {
                within.addAll(
                        List.of(durations.group(1) + durations.group(2), durations.group(3) + durations.group(4)));
                int least = Integer.parseInt(durations.group(1));
                if (least > 0) {
                    beyond.add(least - 1 + durations.group(2));
                }
                beyond.add(Integer.parseInt(durations.group(3)) + 1 + durations.group(4));
            } else if (numbers.lookingAt()) {
                within.addAll(List.of(numbers.group(1), numbers.group(2)));
                beyond.add(Integer.toString(Integer.parseInt(numbers.group(1)) - 1));
                beyond.add(Integer.toString(Integer.parseInt(numbers.group(2)) + 1));
            } else if (upTo.lookingAt()) {
                within.add(upTo.group(1) + upTo.group(2));
                beyond.add(Integer.parseInt(upTo.group(1)) + 1 + upTo.group(2));
            } else {
                Matcher words = WORDS.matcher(cell);
                if (words.lookingAt()) {
                    WORD.matcher(words.group())
                            .results()
                            .map(result -> result.group(1))
                            .forEach(within::add);
                    Stream.of("optional", "mandatory", "default", "full", "incremental", "fail", "wait", "join")
                            .filter(word -> !within.contains(word))
                            .forEach(beyond::add);
                }
            }
            return new Range(within, beyond);
        }
    }

    static Stream<Arguments> ranges() {
        return Stream.of(ENGLISH, CHINESE)
                .flatMap(guide -> Stream.of(Table.values())
                        .flatMap(table -> Documents.table(guide, table.marker).stream()
                                .map(row ->
                                        Arguments.of(guide, table, Documents.plain(row.get(0)), Range.of(row.get(3))))))
                .filter(arguments -> !((Range) arguments.get()[3]).within().isEmpty());
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("ranges")
    void whatTheGuideAllowsIsTakenAndNothingBeyond(String guide, Table table, String parameter, Range range) {
        for (String value : range.within()) {
            assertEquals(List.of(), table.problems(parameter, value), parameter + ": " + value);
        }
        assertFalse(range.beyond().isEmpty(), parameter);
        for (String value : range.beyond()) {
            assertFalse(table.problems(parameter, value).isEmpty(), guide + ", " + parameter + ": " + value);
        }
    }

    @Test
    void eachKindOfRangeIsRead() {
        List<String> read = ranges().filter(arguments -> arguments.get()[0].equals(ENGLISH))
                .map(arguments -> (String) arguments.get()[2])
                .toList();
        assertTrue(
                read.containsAll(List.of(
                        "timeout",
                        "toleratedOutage",
                        "pieceSwitchInterval",
                        "logArchiveConcurrency",
                        "archiveLagTarget",
                        "binding",
                        "deletePolicy",
                        "ifBackupRunning",
                        "mode",
                        "maxAge")),
                read.toString());
        assertEquals(2L * read.size(), ranges().count(), "both languages have the same ranges");
    }
}
