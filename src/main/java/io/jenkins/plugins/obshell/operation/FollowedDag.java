package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.DagNode;
import io.jenkins.plugins.obshell.operation.result.RecordTextMapper;
import io.soabase.recordbuilder.core.RecordBuilder;
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
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, addStaticBuilder = false)
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
        @Nullable String shownName)
        implements FollowedDagBuilder.With {

    private static final String FAILED = "FAILED";
    private static final String SUCCEED = "SUCCEED";

    /** The states that decide something; no secret, whatever the secrets are. */
    private static final Set<String> STATES = Set.of("PENDING", "READY", "RUNNING", FAILED, SUCCEED);

    static FollowedDag ofId(String id) {
        return FollowedDagBuilder.builder().id(id).build();
    }

    /** A DAG that was started or found. Its stage is left to the first read that is for its sake, and reported then. */
    static FollowedDag of(Dag dag) {
        return ofId(dag.id()).seen(dag, 0);
    }

    FollowedDag seen(Dag dag) {
        return seen(dag, dag.stage());
    }

    private FollowedDag seen(Dag dag, int seenStage) {
        return with(it -> it.name(dag.name() == null ? name : dag.name())
                .state(dag.state())
                .stage(seenStage)
                .maxStage(dag.maxStage())
                // A retry starts the DAG's clock anew, but not the backup's.
                .startTime(startTime == null ? dag.startTime() : startTime)
                .gone(false)
                .endReported(endReported && dag.isOver())
                .shownName(dag.name() == null ? shownName : null));
    }

    /** The same after its node "Start backup", which is kept even if an operator undoes the node later. */
    FollowedDag started(DagNode start) {
        return with(it -> it.backupStartedFrom(start.startTime()).backupStartedBy(start.endTime()));
    }

    /** The same without secrets in what is shown of it. */
    FollowedDag masked(RecordTextMapper texts) {
        String maskedId = texts.changed(id);
        String maskedName = texts.changed(name);
        return with(it -> it.state(state == null || STATES.contains(state) ? state : texts.changed(state))
                .shownId(Objects.equals(maskedId, id) ? null : maskedId)
                .shownName(Objects.equals(maskedName, name) ? null : maskedName));
    }

    boolean isFailed() {
        return FAILED.equals(state);
    }

    boolean isSucceeded() {
        return SUCCEED.equals(state);
    }
}
