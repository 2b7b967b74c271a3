package io.jenkins.plugins.obshell.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.docs.Documents;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The administrator guide, in each language, tells the defaults and the ranges of a cluster as they are. */
class DocumentedClusterTest {

    private static final String ENGLISH = "docs/administrator-guide.md";
    private static final String CHINESE = "docs/administrator-guide.zh-CN.md";
    private static final String NOTHING = "—";
    private static final Pattern DURATIONS = Pattern.compile("`(\\d+)([sm])`(?: to | 到 )`(\\d+)([sm])`");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, CHINESE})
    void theDefaultsAreThoseOfANewCluster(String guide) {
        ObshellCluster fresh = new ObshellCluster(null, null);
        List<String> documented = rows(guide)
                .map(row -> Documents.plain(row.get(1)) + " = " + row.get(2))
                .toList();
        List<String> actual = rows(guide)
                .map(row -> Documents.plain(row.get(1)))
                .map(name -> name + " = " + shown(value(fresh, name)))
                .toList();
        assertEquals(actual, documented);
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, CHINESE})
    void theTimeOutsAreTakenWithinTheirRangesOnly(String guide) {
        assertRange(range(guide, "connectTimeout"), ClusterRules::connectTimeout);
        assertRange(range(guide, "callTimeout"), ClusterRules::callTimeout);
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, CHINESE})
    void namesAreAsLongAsTheGuideSays(String guide) {
        Matcher longest = NUMBER.matcher(range(guide, "name"));
        assertTrue(longest.find());
        int characters = Integer.parseInt(longest.group());
        assertEquals(Optional.empty(), ClusterRules.name("x".repeat(characters)));
        assertTrue(ClusterRules.name("x".repeat(characters + 1)).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, CHINESE})
    void theKindsOfPasswordAreAllSaid(String guide) {
        String said = range(guide, "passwordKind");
        String kinds = Stream.of(PasswordKind.values())
                .map(kind -> "`" + kind + "`")
                .filter(said::contains)
                .collect(Collectors.joining());
        assertEquals(
                Stream.of(PasswordKind.values()).map(kind -> "`" + kind + "`").collect(Collectors.joining()), kinds);
    }

    private static void assertRange(String range, Function<String, Optional<String>> rule) {
        Matcher durations = DURATIONS.matcher(range);
        assertTrue(durations.matches(), range);
        assertEquals(Optional.empty(), rule.apply(durations.group(1) + durations.group(2)));
        assertEquals(Optional.empty(), rule.apply(durations.group(3) + durations.group(4)));
        assertFalse(rule.apply(Integer.parseInt(durations.group(1)) - 1 + durations.group(2))
                .isEmpty());
        assertFalse(rule.apply(Integer.parseInt(durations.group(3)) + 1 + durations.group(4))
                .isEmpty());
    }

    private static Stream<List<String>> rows(String guide) {
        return Documents.table(guide, "parameters: cluster").stream();
    }

    private static String range(String guide, String field) {
        return rows(guide)
                .filter(row -> Documents.plain(row.get(1)).equals(field))
                .findFirst()
                .orElseThrow()
                .get(3);
    }

    private static String shown(Object value) {
        boolean nothing = value == null || value.equals("") || value.equals(List.of());
        return nothing ? NOTHING : "`" + value + "`";
    }

    private static Object value(ObshellCluster cluster, String field) {
        String property = Character.toUpperCase(field.charAt(0)) + field.substring(1);
        try {
            Method getter = Stream.of(ObshellCluster.class.getMethods())
                    .filter(method -> method.getName().matches("(get|is)" + property))
                    .findFirst()
                    .orElseThrow();
            return getter.invoke(cluster);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(field, e);
        }
    }
}
