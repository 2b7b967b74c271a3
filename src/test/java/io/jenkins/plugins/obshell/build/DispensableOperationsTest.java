package io.jenkins.plugins.obshell.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A build with very many operations forgets the oldest ones, but nothing that is still needed. */
class DispensableOperationsTest {

    private static final OperationState MADE_A_TENANT = OperationState.fromJson(
            "{\"dag\":{\"id\":\"12\"},\"drill\":{\"scratch\":{\"name\":\"drill_tenant1_42_9f3c2a1b\",\"id\":\"1010\"}}}");

    private final StoredOperation restore = ended(
            new StoredOperation("7", "obshellRestoreDrill", "staging", "tenant1").at(1, MADE_A_TENANT),
            Verdict.SUCCESS);

    private static StoredOperation ended(StoredOperation operation, Verdict verdict) {
        return operation.ended(new Outcome(verdict, "Over.", OperationResult.NONE));
    }

    private static StoredOperation drop(String tenant) {
        return new StoredOperation("7-" + tenant, "obshellRestoreDrill", "staging", tenant).asDrop();
    }

    /** These, and a hundred checks that have ended. */
    private static List<StoredOperation> andManyMore(StoredOperation... first) {
        List<StoredOperation> operations = new ArrayList<>(List.of(first));
        for (int i = 0; i < ReportLimits.MOST_OPERATIONS; i++) {
            operations.add(
                    ended(new StoredOperation("check-" + i, "obshellBackupStatus", "prod", null), Verdict.SUCCESS));
        }
        return operations;
    }

    private static List<String> forgotten(List<StoredOperation> operations) {
        return DispensableOperations.of(operations).stream()
                .map(StoredOperation::getId)
                .toList();
    }

    @Test
    void theOldestOnesAreForgottenIfTheyHaveEnded() {
        StoredOperation running = new StoredOperation("1", "obshellBackup", "prod", "tenant1");
        assertEquals(
                List.of("2", "check-0"),
                forgotten(andManyMore(
                        running,
                        ended(new StoredOperation("2", "obshellBackup", "prod", "tenant1"), Verdict.FAILURE))));
        assertEquals(List.of(), forgotten(andManyMore()));
    }

    @Test
    void aRestoreIsNeededForTheDropOfItsTenant() {
        assertEquals(List.of("check-0"), forgotten(andManyMore(restore)));
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILURE", "ABORTED"})
    void aRestoreIsNeededAsLongAsItsTenantMayBeLeft(Verdict drop) {
        StoredOperation dropped = ended(drop("drill_tenant1_42_9f3c2a1b"), drop);
        StoredOperation other = ended(drop("drill_tenant1_41_00000000"), Verdict.SUCCESS);
        assertEquals(
                List.of(dropped.getId(), other.getId(), "check-0"), forgotten(andManyMore(restore, dropped, other)));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCESS", "WARNING"})
    void aRestoreWhoseTenantIsGoneIsForgotten(Verdict drop) {
        StoredOperation dropped = ended(drop("drill_tenant1_42_9f3c2a1b"), drop);
        assertEquals(List.of("7", dropped.getId()), forgotten(andManyMore(restore, dropped)));
    }

    @Test
    void aRestoreThatMadeNoTenantIsForgotten() {
        StoredOperation refused =
                ended(new StoredOperation("7", "obshellRestoreDrill", "staging", "tenant1"), Verdict.FAILURE);
        assertEquals(List.of("7"), forgotten(andManyMore(refused)));
    }
}
