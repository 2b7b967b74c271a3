package io.jenkins.plugins.obshell.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.report.BackupBuilds.Build;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A build is named beside a backup only if it made it. */
class BackupBuildsTest {

    private static final Build FIRST = new Build("nightly", 7, 1000);
    private static final Build SECOND = new Build("hourly", 3, 2000);

    private static final String DAG = "\"dag\":{\"id\":\"12\"}";
    private static final String JOBS = "\"jobs\":{\"1002\":\"5\",\"1004\":\"6\"}";

    private final BackupBuilds builds = new BackupBuilds("prod");

    private static StoredOperation operation(String step, String cluster, String state) {
        return new StoredOperation("1", step, cluster, null).at(1, OperationState.fromJson("{" + state + "}"));
    }

    private static StoredOperation backup(String state) {
        return operation("obshellBackup", "prod", state);
    }

    private static StoredOperation ended(StoredOperation operation, String tenantId, String jobId) {
        TenantBackup backup = new TenantBackup(
                tenantId, "tenant1", jobId, "1", "COMPLETED", null, null, 0, 0, 0, null, null, 0, 0, null, false, null);
        return operation.ended(new Outcome(
                Verdict.SUCCESS,
                "It is there.",
                new OperationResult("12", null, "COMPLETED", null, null, List.of(backup))));
    }

    @Test
    void theBuildThatStartedTheDagMadeTheBackupsOfAllItsTenants() {
        builds.add(backup(DAG + ",\"backups\":{" + JOBS + "}"), FIRST);

        assertEquals(Optional.of(FIRST), builds.of("1002", "5"));
        assertEquals(Optional.of(FIRST), builds.of("1004", "6"));
        assertEquals(Optional.empty(), builds.of("1002", "6"));
        assertEquals(Optional.empty(), builds.of(null, null));
    }

    @Test
    void theResultCountsToo() {
        builds.add(ended(backup(DAG), "1002", "5"), FIRST);

        assertEquals(Optional.of(FIRST), builds.of("1002", "5"));
    }

    @Test
    void whoJoinedABackupOrFoundAnEarlierOneDidNotMakeIt() {
        builds.add(backup(DAG + ",\"backups\":{\"joined\":true," + JOBS + "}"), FIRST);
        builds.add(ended(backup("\"phase\":\"OVER\""), "1002", "5"), FIRST);

        assertEquals(Optional.empty(), builds.of("1002", "5"));
    }

    @Test
    void ofSeveralBuildsTheFirstMadeIt() {
        builds.add(backup(DAG + ",\"backups\":{" + JOBS + "}"), SECOND);
        builds.add(backup(DAG + ",\"backups\":{" + JOBS + "}"), FIRST);
        builds.add(backup(DAG + ",\"backups\":{" + JOBS + "}"), SECOND);

        assertEquals(Optional.of(FIRST), builds.of("1002", "5"));
    }

    @Test
    void otherClustersAndOtherStepsMadeNone() {
        String state = DAG + ",\"backups\":{" + JOBS + "}";
        builds.add(operation("obshellBackup", "test", state), FIRST);
        builds.add(operation("obshellBackupStatus", "prod", state), FIRST);
        builds.add(new StoredOperation("1", "obshellBackup", "prod", "tenant1"), FIRST);

        assertEquals(Optional.empty(), builds.of("1002", "5"));
    }
}
