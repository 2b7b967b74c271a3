package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.obshell.client.Dag;
import io.jenkins.plugins.obshell.client.DagNode;
import java.time.Instant;

/**
 * What is known of the DAG that is followed.
 *
 * @param id        its id
 * @param name      what it does
 * @param state     its state when last seen
 * @param stage     its stage when last seen
 * @param maxStage  its last stage
 * @param startTime when it started, by obshell's clock
 * @param endTime   when it ended, or null
 * @param backupStartedBy when its node "Start backup" was done, by obshell's clock, or null
 * @param gone      whether obshell does not know it any more
 * @param toldOver  whether it was told that it ended before the backup
 */
record DagTrack(
        String id,
        @CheckForNull String name,
        @CheckForNull String state,
        int stage,
        int maxStage,
        @CheckForNull Instant startTime,
        @CheckForNull Instant endTime,
        @CheckForNull Instant backupStartedBy,
        boolean gone,
        boolean toldOver) {

    private static final String START_BACKUP = "Start backup";

    static DagTrack of(Dag dag) {
        return new DagTrack(dag.id(), dag.name(), dag.state(), 0, dag.maxStage(), dag.startTime(), null, null, false, false);
    }

    static DagTrack ofId(String id) {
        return new DagTrack(id, null, null, 0, 0, null, null, null, false, false);
    }

    DagTrack seen(Dag dag) {
        // A retry starts the DAG's clock anew, but not the backup's.
        Instant start = startTime == null ? dag.startTime() : startTime;
        return new DagTrack(
                id,
                dag.name() == null ? name : dag.name(),
                dag.state(),
                dag.stage(),
                dag.maxStage(),
                start,
                dag.isOver() ? dag.endTime() : null,
                backupStartedBy,
                false,
                toldOver && dag.isOver());
    }

    DagTrack detailed(Dag details) {
        Instant startedBy = details.nodes().stream()
                .filter(node -> START_BACKUP.equals(node.name()) && node.endTime() != null)
                .map(DagNode::endTime)
                .findFirst()
                .orElse(backupStartedBy);
        return new DagTrack(id, name, state, stage, maxStage, startTime, endTime, startedBy, gone, toldOver);
    }

    DagTrack vanished() {
        return new DagTrack(id, name, state, stage, maxStage, startTime, endTime, backupStartedBy, true, toldOver);
    }

    DagTrack told() {
        return new DagTrack(id, name, state, stage, maxStage, startTime, endTime, backupStartedBy, gone, true);
    }

    boolean isFailed() {
        return "FAILED".equals(state);
    }

    boolean isSucceeded() {
        return "SUCCEED".equals(state);
    }

    boolean isBackup() {
        return name == null || name.contains(" backup") && !name.contains("backup config");
    }
}
