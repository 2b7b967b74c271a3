package io.jenkins.plugins.obshell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jenkins.plugins.obshell.cluster.ObshellCluster;
import io.jenkins.plugins.obshell.cluster.RestoreDrills;
import io.jenkins.plugins.obshell.step.DrillSource;
import io.jenkins.plugins.obshell.step.ObshellBackupConfigStep;
import io.jenkins.plugins.obshell.step.ObshellBackupStatusStep;
import io.jenkins.plugins.obshell.step.ObshellBackupStep;
import io.jenkins.plugins.obshell.step.ObshellEnvironmentAction;
import io.jenkins.plugins.obshell.step.ObshellRestoreDrillStep;
import io.jenkins.plugins.obshell.step.ObshellResult;
import io.jenkins.plugins.obshell.step.ObshellStep;
import io.jenkins.plugins.obshell.step.ObshellTenantResult;
import io.jenkins.plugins.obshell.step.RestoreDrillResult;
import io.jenkins.plugins.obshell.step.TenantStep;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.stapler.DataBoundSetter;

/** The user guide, in each language, and the steps have the same parameters, results and variables. */
class ParametersTest {

    private static final String ENGLISH = "docs/user-guide.md";
    private static final String CHINESE = "docs/user-guide.zh-CN.md";
    private static final String NOTHING = "—";

    /** What a form calls a group of fields, whose parameter has no field of its own. */
    private static final Set<String> HEADINGS = Set.of("otherCluster", "from");

    private static final Map<String, Class<?>> STEPS = Map.of(
            "obshellBackupConfig", ObshellBackupConfigStep.class,
            "obshellBackup", ObshellBackupStep.class,
            "obshellBackupStatus", ObshellBackupStatusStep.class,
            "obshellRestoreDrill", ObshellRestoreDrillStep.class);
    private static final Pattern CALL =
            Pattern.compile("`(obshell(?:Backup(?:Config|Status)?|RestoreDrill))\\b([^`]*)`");
    private static final Pattern ALONE = Pattern.compile("`([A-Za-z]+): (?:'[^'`]*'|true|false|\\d+)`");
    private static final Pattern FIELD_OF_A_CLUSTER = Pattern.compile(" {6}[- ] ([A-Za-z]+):.*");
    private static final Pattern ARGUMENT = Pattern.compile("(?:^|[ ,(])([A-Za-z]+): ");
    private static final Map<Class<?>, Set<String>> TYPES = Map.of(
            String.class, Set.of("text", "URI", "duration", "文本", "时长"),
            Integer.class, Set.of("number", "数字"),
            boolean.class, Set.of("true or false", "真或假"),
            List.class, Set.of("list", "列表"),
            DrillSource.class, Set.of("source", "来源"));

    /** What several steps inherit has one table. */
    private static final List<Class<?>> COMMON = List.of(ObshellStep.class, TenantStep.class);

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, CHINESE})
    void eachParameterIsDocumentedAndEachDocumentedOneIsThere(String guide) {
        assertParameters(guide, "common", TenantStep.class, new ObshellBackupStep());
        assertParameters(guide, "obshellBackupConfig", ObshellBackupConfigStep.class, new ObshellBackupConfigStep());
        assertParameters(guide, "obshellBackup", ObshellBackupStep.class, new ObshellBackupStep());
        assertParameters(guide, "obshellBackupStatus", ObshellBackupStatusStep.class, new ObshellBackupStatusStep());
        assertParameters(guide, "obshellRestoreDrill", ObshellRestoreDrillStep.class, new ObshellRestoreDrillStep());
        assertEquals(setters(DrillSource.class).keySet(), firstCells(guide, "parameters: from"));
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, CHINESE})
    void eachResultIsDocumented(String guide) {
        assertEquals(results(ObshellResult.class), firstCells(guide, "results: ObshellResult"));
        assertEquals(results(ObshellTenantResult.class), firstCells(guide, "results: ObshellTenantResult"));
        assertEquals(results(RestoreDrillResult.class), firstCells(guide, "results: RestoreDrillResult"));
    }

    @ParameterizedTest
    @ValueSource(strings = {ENGLISH, CHINESE})
    void eachVariableIsDocumented(String guide) throws IllegalAccessException {
        Set<String> variables = new TreeSet<>();
        for (Field constant : ObshellEnvironmentAction.class.getFields()) {
            if (constant.getDeclaringClass() == ObshellEnvironmentAction.class) {
                variables.add((String) constant.get(null));
            }
        }
        assertFalse(variables.isEmpty());
        assertEquals(variables, firstCells(guide, "variables"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/administrator-guide.md", "docs/administrator-guide.zh-CN.md"})
    void eachFieldOfAClusterIsDocumented(String guide) {
        Set<String> fields = new TreeSet<>(setters(ObshellCluster.class).keySet());
        fields.addAll(List.of("name", "endpoints"));
        Set<String> documented = new TreeSet<>();
        Documents.table(guide, "parameters: cluster").forEach(row -> documented.add(Documents.plain(row.get(1))));
        assertEquals(fields, documented);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/administrator-guide.md", "docs/administrator-guide.zh-CN.md"})
    void eachSettingOfRestoreDrillsIsDocumentedWithItsDefault(String guide) {
        RestoreDrills fresh = new RestoreDrills(null);
        assertEquals(
                List.of(
                        "unitConfigs " + NOTHING,
                        "zones " + NOTHING,
                        "maxConcurrent `" + fresh.getMaxConcurrent() + "`",
                        "allowSameCluster `" + fresh.isAllowSameCluster() + "`"),
                Documents.table(guide, "parameters: restoreDrills").stream()
                        .map(row -> Documents.plain(row.get(1)) + " " + row.get(2))
                        .toList());
        assertEquals(3, setters(RestoreDrills.class).size());
    }

    @ParameterizedTest
    @CsvSource({ENGLISH + ", ''", CHINESE + ", _zh_CN"})
    void theFormCallsParametersAsTheGuideSays(String guide, String language) throws IOException {
        Set<String> labels = new TreeSet<>();
        for (String form : List.of(
                "ObshellStep/cluster",
                "ObshellStep/timing",
                "ObshellBackupConfigStep/config",
                "ObshellBackupStep/config",
                "ObshellBackupStatusStep/config",
                "ObshellRestoreDrillStep/config")) {
            Properties properties = new Properties();
            properties.load(new StringReader(Documents.read(
                    "src/main/resources/io/jenkins/plugins/obshell/step/" + form + language + ".properties")));
            properties.keySet().removeAll(HEADINGS);
            properties.forEach((parameter, label) -> labels.add(label + " is " + parameter));
        }
        Set<String> documented = new TreeSet<>();
        Documents.table(guide, "form")
                .forEach(row -> documented.add(row.get(0) + " is " + Documents.plain(row.get(1))));
        assertEquals(labels, documented);
    }

    @Test
    void whatTheSamplesConfigureOfAClusterIsAField() throws IOException {
        Set<String> fields = new TreeSet<>(setters(ObshellCluster.class).keySet());
        fields.addAll(List.of("name", "endpoints"));
        Set<String> configured = new TreeSet<>();
        try (Stream<Path> samples = Files.list(Documents.SAMPLES)) {
            samples.filter(sample -> sample.toString().endsWith(".yaml"))
                    .forEach(sample -> Documents.read(sample)
                            .lines()
                            .dropWhile(line -> !line.equals("    clusters:"))
                            .map(FIELD_OF_A_CLUSTER::matcher)
                            .filter(Matcher::matches)
                            .forEach(field -> configured.add(field.group(1))));
        }
        assertEquals(fields, configured);
    }

    /** What is within backticks: a step and some of its parameters, or a parameter and its value. */
    @Test
    void whatTheTextCallsAParameterIsOne() {
        List<String> unknown = new ArrayList<>();
        Set<String> anywhere = new TreeSet<>(setters(TenantStep.class).keySet());
        STEPS.values().forEach(step -> anywhere.addAll(setters(step).keySet()));
        for (Path document : Documents.all()) {
            ALONE.matcher(Documents.prose(document))
                    .results()
                    .map(argument -> argument.group(1))
                    .filter(name -> !anywhere.contains(name))
                    .forEach(name -> unknown.add(Documents.ROOT.relativize(document) + ": no step has " + name));
            CALL.matcher(Documents.prose(document)).results().forEach(call -> {
                Set<String> parameters = new TreeSet<>(setters(TenantStep.class).keySet());
                parameters.addAll(setters(STEPS.get(call.group(1))).keySet());
                ARGUMENT.matcher(call.group(2))
                        .results()
                        .map(argument -> argument.group(1))
                        .filter(name -> !parameters.contains(name))
                        .forEach(name -> unknown.add(
                                Documents.ROOT.relativize(document) + ": " + call.group(1) + " has no " + name));
            });
        }
        assertEquals(List.of(), unknown);
    }

    private static void assertParameters(String guide, String table, Class<?> owner, ObshellStep fresh) {
        Map<String, Method> setters = setters(owner);
        String marker = "parameters: " + table;
        assertEquals(setters.keySet(), firstCells(guide, marker), guide + ", " + marker);
        List<String> mistakes = new ArrayList<>();
        for (List<String> row : Documents.table(guide, marker)) {
            String name = Documents.plain(row.get(0));
            assertEquals(5, row.size(), guide + ": " + name);
            Class<?> type = setters.get(name).getParameterTypes()[0];
            if (!TYPES.get(type).contains(row.get(1))) {
                mistakes.add(name + " is no “" + row.get(1) + "”");
            }
            Object value = value(owner, fresh, name, type);
            String otherwise = value == null || List.of().equals(value) ? NOTHING : "`" + value + "`";
            if (!otherwise.equals(row.get(2))) {
                mistakes.add("the default of " + name + " is " + otherwise + ", not " + row.get(2));
            }
        }
        assertEquals(List.of(), mistakes, guide);
    }

    private static Object value(Class<?> owner, ObshellStep step, String name, Class<?> type) {
        String getter =
                (type == boolean.class ? "is" : "get") + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        try {
            return owner.getMethod(getter).invoke(step);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Method> setters(Class<?> owner) {
        Map<String, Method> setters = new TreeMap<>();
        Stream.<Class<?>>iterate(owner, type -> type == owner || isShared(owner, type), Class::getSuperclass)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                .forEach(method -> setters.put(property(method, "set"), method));
        return setters;
    }

    private static boolean isShared(Class<?> owner, Class<?> type) {
        return ObshellStep.class.isAssignableFrom(type) && COMMON.contains(type) == COMMON.contains(owner);
    }

    private static Set<String> results(Class<?> owner) {
        Set<String> properties = new TreeSet<>();
        Stream.of(owner.getMethods())
                .filter(method -> method.isAnnotationPresent(Whitelisted.class))
                .filter(method -> method.getName().startsWith("get"))
                .forEach(method -> properties.add(property(method, "get")));
        return properties;
    }

    private static String property(Method method, String prefix) {
        String name = method.getName().substring(prefix.length());
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static Set<String> firstCells(String guide, String marker) {
        Set<String> names = new TreeSet<>();
        Documents.table(guide, marker).forEach(row -> names.add(Documents.plain(row.get(0))));
        return names;
    }
}
