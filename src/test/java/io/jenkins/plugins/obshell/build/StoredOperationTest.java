package io.jenkins.plugins.obshell.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.RestoreWindow;
import io.jenkins.plugins.obshell.operation.result.StoredJson;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a build stores of an operation loads unchanged. */
class StoredOperationTest {

    private static final Instant START = Instant.parse("2026-11-22T02:03:04.567890123Z");
    private static final OperationState STATE = OperationState.fromJson(
            "{\"phase\":\"FOLLOWING\",\"begunAt\":\"2026-11-22T02:00:00Z\",\"dag\":{\"id\":\"11\",\"name\":\"n\"}}");

    private final StoredOperation fresh = new StoredOperation("7", "obshellBackup", "prod", "tenant1");

    @Test
    void aNewOperationHasNeitherStateNorOutcome() {
        assertNull(fresh.state());
        assertNull(fresh.outcome());
        assertNull(fresh.getDagId());
        assertEquals(0, fresh.getRevision());
    }

    @Test
    void theStateLoadsUnchanged() {
        StoredOperation later = fresh.at(3, STATE);
        assertEquals(STATE, later.state());
        assertEquals(3, later.getRevision());
        assertEquals("11", later.getDagId());
        assertEquals("tenant1", later.getTenant());
    }

    @Test
    void theOutcomeLoadsUnchanged() {
        TenantBackup backup = new TenantBackup(
                "1002",
                "tenant1",
                "5",
                "2",
                "COMPLETED",
                START,
                START.plusSeconds(60),
                10,
                5,
                0,
                null,
                "file:///d",
                7,
                8,
                "NONE",
                true,
                new RestoreWindow(START, START.plusSeconds(70), 9, "file:///a"));
        Outcome outcome = new Outcome(
                Verdict.SUCCESS,
                "“done”",
                new OperationResult("12", "name", "COMPLETED", START, START.plusSeconds(60), List.of(backup)));
        StoredOperation over = fresh.at(1, STATE).ended(outcome);
        assertEquals(outcome, over.outcome());
        assertEquals("12", over.getDagId());
        assertEquals(STATE, over.state());
    }

    @Test
    void anOutcomeWithoutAResultLoadsUnchanged() {
        Outcome outcome = new Outcome(Verdict.FAILURE, "why", OperationResult.NONE);
        assertEquals(outcome, fresh.ended(outcome).outcome());
    }

    @Test
    void unknownFieldsAreOmittedAndExtraFieldsAreIgnored() {
        Outcome outcome = new Outcome(Verdict.ABORTED, "gone", OperationResult.NONE);
        String text = StoredJson.write(outcome);
        assertFalse(text.contains("null"), text);
        assertEquals(outcome, StoredJson.read(text, Outcome.class));
        assertEquals(outcome, StoredJson.read(text.replaceFirst("\\{", "{\"colour\":\"red\","), Outcome.class));
    }
}
