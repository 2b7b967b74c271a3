package io.jenkins.plugins.obshell.harness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A Pipeline may look at a backup again and again for a day; its build keeps the last looks, and whatever still goes on. */
@WithJenkins
class ManyOperationsTest {

    @Test
    void theOldestThatHaveEndedAreForgotten(JenkinsRule j) throws Exception {
        FreeStyleBuild build = j.buildAndAssertSuccess(j.createFreeStyleProject());
        ObshellRunAction action = ObshellRunAction.of(build);
        StoredOperation running = new StoredOperation("running", "obshellBackup", "prod", "tenant1");
        action.store(running);
        Outcome end = new Outcome(Verdict.SUCCESS, "It is there.", OperationResult.NONE);
        for (int i = 1; i <= 300; i++) {
            action.store(new StoredOperation("look-" + i, "obshellBackupStatus", "prod", "tenant1").ended(end));
        }
        assertEquals(100, action.getOperations().size());
        assertTrue(action.find("running").isPresent());
        assertTrue(action.find("look-201").isEmpty());
        assertTrue(action.find("look-202").isPresent());
        assertTrue(action.find("look-300").isPresent());
    }

    /** What its body asks for must not hide what a drill has to drop. */
    @Test
    void aDrillIsNotForgotten(JenkinsRule j) throws Exception {
        FreeStyleBuild build = j.buildAndAssertSuccess(j.createFreeStyleProject());
        ObshellRunAction action = ObshellRunAction.of(build);
        Outcome end = new Outcome(Verdict.SUCCESS, "Restored.", OperationResult.NONE);
        StoredOperation drill = new StoredOperation("restore", "obshellRestoreDrill", "staging", "tenant1");
        action.store(drill.ended(end));
        for (int i = 1; i <= 300; i++) {
            action.store(new StoredOperation("look-" + i, "obshellBackupStatus", "prod", "tenant1").ended(end));
        }
        assertEquals(100, action.getOperations().size());
        assertTrue(action.find("restore").isPresent());
    }
}
