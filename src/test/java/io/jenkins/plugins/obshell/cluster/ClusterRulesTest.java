package io.jenkins.plugins.obshell.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"prod", "Prod 2 (Hangzhou)", "生产", "a.b-c_d"})
    void anyShortTextIsAName(String name) {
        assertEquals(Optional.empty(), ClusterRules.name(name));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "a\nb"})
    void aNameIsNeverMissingNorOverSeveralLines(String name) {
        assertTrue(ClusterRules.name(name).isPresent());
    }

    @Test
    void aNameHasAtMostAHundredCharacters() {
        assertFalse(ClusterRules.name("x".repeat(100)).isPresent());
        assertTrue(ClusterRules.name("x".repeat(101)).isPresent());
    }

    @Test
    void thereIsAtLeastOneEndpoint() {
        assertEquals(1, ClusterRules.endpoints(List.of()).size());
        assertEquals(List.of(), ClusterRules.endpoints(List.of("ob1")));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "1s", "60s", "1m"})
    void connectionsMayTakeUpToAMinute(String text) {
        assertEquals(Optional.empty(), ClusterRules.connectTimeout(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "61s", "2m", "5", "five seconds", "500ms", "-1s"})
    void connectionsMayNotTakeLonger(String text) {
        assertTrue(ClusterRules.connectTimeout(text).orElse("").startsWith("Connection timeout"), text);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"1s", "300s", "5m"})
    void callsMayTakeUpToFiveMinutes(String text) {
        assertEquals(Optional.empty(), ClusterRules.callTimeout(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "301s", "1h", "soon"})
    void callsMayNotTakeLonger(String text) {
        assertTrue(ClusterRules.callTimeout(text).orElse("").startsWith("Call timeout"), text);
    }
}
