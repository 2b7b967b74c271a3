package io.jenkins.plugins.obshell.step;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameListTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"scratch, test1", "scratch test1", " scratch,,test1 ;\nscratch", "scratch，test1", "scratch、test1"
            })
    void namesAreSeparatedByCommasOrBlanks(String text) {
        assertEquals(List.of("scratch", "test1"), NameList.split(List.of(text)));
    }

    @Test
    void severalTextsAreOneList() {
        assertEquals(List.of("a", "b", "c"), NameList.split(List.of("a", "b c", "a", " ")));
        assertEquals(List.of(), NameList.split(null));
    }

    @Test
    void aVariableCanStandForSeveralNames() {
        ObshellBackupStatusStep step = new ObshellBackupStatusStep();
        step.setExcept(Arrays.asList("${SCRATCH}", "test1"));

        step.replaceTexts(text -> text.replace("${SCRATCH}", "scratch1, scratch2"));

        assertEquals(List.of("scratch1", "scratch2", "test1"), step.getExcept());
        assertEquals("scratch1, scratch2, test1", step.getExceptText());
    }
}
