package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.DagNode;
import io.jenkins.plugins.obshell.operation.result.RecordTextMapper;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of the DAG that is followed. All its times are of OceanBase's clock, as are those of backups.
 *
 * @param id        its id, by which it is asked for
 * @param name      what it does, by which it is known what it covers
 * @param state     its state when last seen
 * @param operator  what was last done to it, {@code RUN} unless somebody intervened
 * @param stage     its stage when last seen
 * @param maxStage  its last stage
 * @param startTime when it started
 * @param endTime   when it ended, or null
 * @param backupStartedFrom when its node "Start backup" began to do its work, or null before it is done
 * @param backupStartedBy when its node "Start backup" had done its work, or null before
 * @param gone      whether obshell does not know it any more
 * @param toldOver  whether it was told that it ended before the backup
 * @param shownId   its id without secrets, or null where it holds none
 * @param shownName its name without secrets, or null where it holds none
 */
record FollowedDag(
        String id,
        @Nullable String name,
        @Nullable String state,
        @Nullable String operator,
        int stage,
        int maxStage,
        @Nullable Instant startTime,
        @Nullable Instant endTime,
        @Nullable Instant backupStartedFrom,
        @Nullable Instant backupStartedBy,
        boolean gone,
        boolean toldOver,
        @Nullable String shownId,
        @Nullable String shownName) {

    private static final String START_BACKUP = "Start backup";

    /** obshell writes this line for a sub-task that was cancelled before it ran as well. */
    private static final String CANCELLED = "sub task cancelled";

    private static final String SUCCEED = "SUCCEED";

    /** The operators under which a node that succeeded has done its work; not so where somebody passed or undid it. */
    private static final Set<String> WORKING = Set.of("RUN", "RETRY");

    /** The operators that stop or undo a node, whatever it has done by then. */
    private static final Set<String> UNDOING = Set.of("CANCEL", "ROLLBACK");

    /** The states that decide something; no secret, whatever the secrets are. */
    private static final Set<String> STATES = Set.of("PENDING", "READY", "RUNNING", "FAILED", SUCCEED);

    static FollowedDag of(Dag dag) {
        return new FollowedDag(
                dag.id(),
                dag.name(),
                dag.state(),
                dag.operator(),
                0,
                dag.maxStage(),
                dag.startTime(),
                null,
                null,
                null,
                false,
                false,
                null,
                null);
    }

    static FollowedDag ofId(String id) {
        return new FollowedDag(id, null, null, null, 0, 0, null, null, null, null, false, false, null, null);
    }

    FollowedDag seen(Dag dag) {
        // A retry starts the DAG's clock anew, but not the backup's.
        Instant start = startTime == null ? dag.startTime() : startTime;
        return new FollowedDag(
                id,
                dag.name() == null ? name : dag.name(),
                dag.state(),
                dag.operator(),
                dag.stage(),
                dag.maxStage(),
                start,
                dag.isOver() ? dag.endTime() : null,
                backupStartedFrom,
                backupStartedBy,
                false,
                toldOver && dag.isOver(),
                shownId,
                dag.name() == null ? shownName : null);
    }

    /** What the nodes tell of when the backup was started; what was seen before an operator intervened is kept. */
    FollowedDag detailed(Dag details) {
        DagNode start = details.nodes().stream()
                .filter(node -> START_BACKUP.equals(node.name()) && hasWorked(node))
                .findFirst()
                .orElse(null);
        if (start == null) {
            return this;
        }
        return with(start.startTime(), start.endTime(), gone, toldOver);
    }

    /** {@return the node "Start backup" if it failed by itself; it may have started the backups of some tenants} */
    static Optional<DagNode> failedStart(Dag details) {
        return details.nodes().stream()
                .filter(node -> START_BACKUP.equals(node.name()) && node.isFailed() && node.endTime() != null)
                .filter(node -> node.operator() == null || WORKING.contains(node.operator()))
                .findFirst();
    }

    /** The same after a node "Start backup" that failed once it had started some backups. */
    FollowedDag startedPartly(DagNode start) {
        return with(start.startTime(), start.endTime(), gone, toldOver);
    }

    private static boolean hasWorked(DagNode node) {
        return SUCCEED.equals(node.state())
                && (node.operator() == null || WORKING.contains(node.operator()))
                && node.endTime() != null
                && node.subTasks().stream()
                        .allMatch(subTask -> subTask.operator() == null || WORKING.contains(subTask.operator()));
    }

    /**
     * Whether a backup can have begun although its node did not finish, because somebody cancelled or undid it. The node
     * writes to its log before it begins one.
     */
    static boolean mayHaveStartedBackup(Dag details) {
        return details.nodes().stream()
                .filter(node -> START_BACKUP.equals(node.name()))
                .anyMatch(node -> node.subTasks().stream()
                        .anyMatch(subTask -> subTask.taskLogs().stream().anyMatch(line -> !line.contains(CANCELLED))
                                && (isUndoing(node.operator()) || isUndoing(subTask.operator()))));
    }

    private static boolean isUndoing(@Nullable String operator) {
        return operator != null && UNDOING.contains(operator);
    }

    FollowedDag vanished() {
        return with(backupStartedFrom, backupStartedBy, true, toldOver);
    }

    FollowedDag told() {
        return with(backupStartedFrom, backupStartedBy, gone, true);
    }

    private FollowedDag with(
            @Nullable Instant startedFrom, @Nullable Instant startedBy, boolean isGone, boolean isToldOver) {
        return new FollowedDag(
                id,
                name,
                state,
                operator,
                stage,
                maxStage,
                startTime,
                endTime,
                startedFrom,
                startedBy,
                isGone,
                isToldOver,
                shownId,
                shownName);
    }

    /** The same without secrets in what is shown of it. */
    FollowedDag masked(RecordTextMapper texts) {
        String hiddenId = texts.changed(id);
        String hiddenName = texts.changed(name);
        return new FollowedDag(
                id,
                name,
                state == null || STATES.contains(state) ? state : texts.changed(state),
                texts.changed(operator),
                stage,
                maxStage,
                startTime,
                endTime,
                backupStartedFrom,
                backupStartedBy,
                gone,
                toldOver,
                Objects.equals(hiddenId, id) ? null : hiddenId,
                Objects.equals(hiddenName, name) ? null : hiddenName);
    }

    boolean isFailed() {
        return "FAILED".equals(state);
    }

    boolean isSucceeded() {
        return SUCCEED.equals(state);
    }

    /** Whether its own work came to its end, rather than somebody passing it or undoing it. */
    static boolean isDone(Dag dag) {
        return dag.isSucceeded() && (dag.operator() == null || WORKING.contains(dag.operator()));
    }
}
