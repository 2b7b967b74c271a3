package io.jenkins.plugins.obshell.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is stored with a build comes back whole. */
class StoredOperationTest {

    private static final StoredOperation STARTED = new StoredOperation("7", "obshellBackup", "production", "tenant1");

    @Test
    void anEndComesBackWhole() {
        Instant start = Instant.parse("2026-11-22T02:03:04Z");
        TenantBackup backup = new TenantBackup(
                "1002",
                "tenant1",
                "5",
                "6",
                "COMPLETED",
                start,
                start.plusSeconds(90),
                10,
                4,
                0,
                "",
                "file:///data/backup/tenant1");
        OperationResult result =
                new OperationResult("11", "a name", "COMPLETED", start, start.plusSeconds(90), List.of(backup));
        Outcome outcome = new Outcome(Verdict.SUCCESS, "It is “there”.", result);

        assertEquals(outcome, STARTED.ended(outcome).outcome());
    }

    @Test
    void whatIsUnknownStaysUnknown() {
        assertNull(STARTED.outcome());
        assertNull(STARTED.state());
        assertNull(STARTED.getDagId());
        Outcome outcome = new Outcome(Verdict.FAILURE, "why", OperationResult.NONE);
        assertEquals(outcome, STARTED.ended(outcome).outcome());
    }
}
