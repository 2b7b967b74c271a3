package io.jenkins.plugins.obshell.harness.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Items;
import io.jenkins.plugins.obshell.step.ObshellBackupConfigStep;
import io.jenkins.plugins.obshell.step.ObshellBackupStatusStep;
import io.jenkins.plugins.obshell.step.ObshellBackupStep;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A job can be written by hand or by an older version, so a stored step may leave out what has a default. */
@WithJenkins
class StoredJobTest {

    @Test
    void aStoredBackupWaitsUnlessItSaysOtherwise(JenkinsRule jenkins) {
        ObshellBackupStep step = load(ObshellBackupStep.class, "<tenant>tenant1</tenant>");

        assertTrue(step.isWait());
        assertEquals("full", step.getMode());
        assertEquals("fail", step.getIfBackupRunning());
        assertEquals(new ObshellBackupStep().getTimeout(), step.getTimeout());
        assertEquals("tenant1", step.getTenant());
    }

    @Test
    void aStoredCheckFailsUnlessItSaysOtherwise(JenkinsRule jenkins) {
        ObshellBackupStatusStep step = load(ObshellBackupStatusStep.class, "<wait>false</wait>");

        assertTrue(step.isFailUnlessCompleted());
        assertEquals(false, step.isWait());
    }

    @Test
    void aStoredConfigurationInterruptsNothingUnlessItSaysSo(JenkinsRule jenkins) {
        assertEquals("fail", load(ObshellBackupConfigStep.class, "").getIfBackupRunning());
    }

    private static <T> T load(Class<T> type, String fields) {
        return type.cast(Items.XSTREAM2.fromXML("<" + type.getName() + ">" + fields + "</" + type.getName() + ">"));
    }
}
