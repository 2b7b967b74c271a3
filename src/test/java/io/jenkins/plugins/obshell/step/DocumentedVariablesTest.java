package io.jenkins.plugins.obshell.step;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.obshell.docs.Documents;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The user guide names the parameters in which variables of a freestyle build are replaced, and no others. */
class DocumentedVariablesTest {

    private static final Pattern NAME = Pattern.compile("`([A-Za-z]+)`");
    private static final String VARIABLE = "${TENANT}";

    @ParameterizedTest
    @CsvSource({
        "docs/user-guide.md, in the URIs",
        "docs/user-guide.zh-CN.md, 各个 URI",
    })
    void whatMayHoldVariablesIsSaid(String guide, String ofUris) throws ReflectiveOperationException {
        String sentence = Documents.line(guide, "- ", ofUris);
        Set<String> said = new TreeSet<>(List.of("dataBaseUri", "archiveBaseUri", "backupBaseUri"));
        NAME.matcher(sentence)
                .results()
                .map((MatchResult name) -> name.group(1))
                .forEach(said::add);
        assertEquals(replaced(), said);
    }

    private static Set<String> replaced() throws ReflectiveOperationException {
        Set<String> replaced = new TreeSet<>();
        for (Class<? extends ObshellStep> step : List.of(
                ObshellBackupConfigStep.class,
                ObshellBackupStep.class,
                ObshellBackupStatusStep.class,
                ObshellRestoreDrillStep.class)) {
            for (Field field : texts(step)) {
                ObshellStep fresh = step.getConstructor().newInstance();
                field.setAccessible(true);
                field.set(fresh, field.getType() == String.class ? VARIABLE : List.of(VARIABLE));
                if (fresh.texts().stream().anyMatch(ObshellStep::hasVariable)) {
                    replaced.add(field.getName());
                }
            }
        }
        return replaced;
    }

    private static List<Field> texts(Class<?> step) {
        return Stream.<Class<?>>iterate(step, owner -> owner != Object.class, Class::getSuperclass)
                .flatMap(owner -> Stream.of(owner.getDeclaredFields()))
                .filter(field -> List.of(String.class, List.class).contains(field.getType())
                        && !Modifier.isStatic(field.getModifiers()))
                .toList();
    }
}
