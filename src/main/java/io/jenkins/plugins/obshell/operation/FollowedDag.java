package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.DagNode;
import io.jenkins.plugins.obshell.operation.result.RecordTextMapper;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * What is known of the DAG that is followed. All its times are of OceanBase's clock, as are those of backups.
 *
 * @param id          its id, by which it is read
 * @param name        what it does, which shows what it covers
 * @param state       its state when last read
 * @param stage       its stage when last read, 0 before
 * @param maxStage    its last stage
 * @param startTime   when it started
 * @param backupStartedFrom when its node "Start backup" began to do its work, or null before it is done
 * @param backupStartedBy when its node "Start backup" had done its work, or null before
 * @param gone        whether obshell no longer knows it
 * @param endReported whether it was reported that it ended before the backup
 * @param shownId     its id without secrets, or null if it holds none
 * @param shownName   its name without secrets, or null if it holds none
 */
record FollowedDag(
        String id,
        @Nullable String name,
        @Nullable String state,
        int stage,
        int maxStage,
        @Nullable Instant startTime,
        @Nullable Instant backupStartedFrom,
        @Nullable Instant backupStartedBy,
        boolean gone,
        boolean endReported,
        @Nullable String shownId,
        @Nullable String shownName) {

    private static final String FAILED = "FAILED";
    private static final String SUCCEED = "SUCCEED";

    /** The states that decide something; no secret, whatever the secrets are. */
    private static final Set<String> STATES = Set.of("PENDING", "READY", "RUNNING", FAILED, SUCCEED);

    static FollowedDag ofId(String id) {
        return new FollowedDag(id, null, null, 0, 0, null, null, null, false, false, null, null);
    }

    /** A DAG that was started or found. Its stage is left to the first read that is for its sake, and reported then. */
    static FollowedDag of(Dag dag) {
        return ofId(dag.id()).seen(dag, 0);
    }

    FollowedDag seen(Dag dag) {
        return seen(dag, dag.stage());
    }

    private FollowedDag seen(Dag dag, int seenStage) {
        return new FollowedDag(
                id,
                dag.name() == null ? name : dag.name(),
                dag.state(),
                seenStage,
                dag.maxStage(),
                // A retry starts the DAG's clock anew, but not the backup's.
                startTime == null ? dag.startTime() : startTime,
                backupStartedFrom,
                backupStartedBy,
                false,
                endReported && dag.isOver(),
                shownId,
                dag.name() == null ? shownName : null);
    }

    /** The same after its node "Start backup", which is kept even if an operator undoes the node later. */
    FollowedDag started(DagNode start) {
        return with(state, start.startTime(), start.endTime(), gone, endReported, shownId, shownName);
    }

    FollowedDag vanished() {
        return with(state, backupStartedFrom, backupStartedBy, true, endReported, shownId, shownName);
    }

    FollowedDag withEndReported() {
        return with(state, backupStartedFrom, backupStartedBy, gone, true, shownId, shownName);
    }

    /** The same without secrets in what is shown of it. */
    FollowedDag masked(RecordTextMapper texts) {
        String maskedId = texts.changed(id);
        String maskedName = texts.changed(name);
        return with(
                state == null || STATES.contains(state) ? state : texts.changed(state),
                backupStartedFrom,
                backupStartedBy,
                gone,
                endReported,
                Objects.equals(maskedId, id) ? null : maskedId,
                Objects.equals(maskedName, name) ? null : maskedName);
    }

    private FollowedDag with(
            @Nullable String shownState,
            @Nullable Instant startedFrom,
            @Nullable Instant startedBy,
            boolean isGone,
            boolean isEndReported,
            @Nullable String idToShow,
            @Nullable String nameToShow) {
        return new FollowedDag(
                id,
                name,
                shownState,
                stage,
                maxStage,
                startTime,
                startedFrom,
                startedBy,
                isGone,
                isEndReported,
                idToShow,
                nameToShow);
    }

    boolean isFailed() {
        return FAILED.equals(state);
    }

    boolean isSucceeded() {
        return SUCCEED.equals(state);
    }
}
