package io.jenkins.plugins.obshell.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.operation.request.BackupMode;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterReaderTest {

    private static final Set<BackupMode> MODES = EnumSet.allOf(BackupMode.class);

    private final ParameterReader reader = new ParameterReader();

    @Test
    void wordsAreReadInAnyCase() {
        assertEquals(BackupMode.INCREMENTAL, reader.word("mode", "Incremental", MODES, BackupMode.FULL));
        assertEquals(List.of(), reader.problems());
    }

    @Test
    void aWrongWordIsToldWithTheRightOnes() {
        assertEquals(BackupMode.FULL, reader.word("mode", "ful", MODES, BackupMode.FULL));
        assertEquals(List.of("mode: “ful” is not one of full, incremental."), reader.problems());
    }

    @Test
    void aWrongDurationIsToldAndTheDefaultTaken() {
        Duration day = Duration.ofDays(1);
        assertEquals(day, reader.duration("timeout", ParameterRules.timeout("soon"), "soon", day));
        assertEquals(Duration.ofHours(2), reader.duration("timeout", ParameterRules.timeout("2h"), "2h", day));
        assertEquals(day, reader.duration("timeout", ParameterRules.timeout(null), null, day));
        assertEquals(1, reader.problems().size());
    }

    @Test
    void whatARequestRefusesIsCollected() {
        assertTrue(
                reader.request(() -> new CheckRequestBuilder("sys").dagId("a/b").build())
                        .isEmpty());
        assertEquals(2, reader.problems().size());
    }

    @ParameterizedTest
    @CsvSource({"file:///backup/${TENANT}/data, ${TENANT}", "$TENANT, $TENANT", "oss://b/p${env.X}?host=h, ${env.X}"})
    void aVariableWithoutAValueIsAnErrorThatExplainsTheQuotes(String text, String variable) {
        reader.noVariable(text);

        assertEquals(1, reader.problems().size());
        String problem = reader.problems().get(0);
        assertTrue(problem.startsWith("“" + text + "” contains " + variable + ", which has no value."), problem);
        assertTrue(problem.contains("only between double quotes"), problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///data/backup", "META$1002", "a$", "${", "$5"})
    void aDollarSignAloneIsNoVariable(String text) {
        reader.noVariable(text);

        assertEquals(List.of(), reader.problems());
    }
}
