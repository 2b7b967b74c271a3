package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Instant;
import java.util.List;

/**
 * An asynchronous task of obshell, from {@code GET /api/v1/task/dag/{id}}.
 *
 * @param id        its id, never to be read as a number
 * @param name      what it does, such as "Obcluster start full backup for tenant1"
 * @param stage     the stage that it is in, from 1
 * @param maxStage  its last stage
 * @param state     {@code PENDING READY RUNNING FAILED SUCCEED}
 * @param operator  {@code RUN RETRY ROLLBACK CANCEL PASS}
 * @param startTime when it started, by obshell's clock, or null before
 * @param endTime   when it ended, or null before
 * @param nodes     its nodes in order; empty where the call did not ask for details
 * @param maintenanceKey the tenant that it locks, or empty
 */
public record Dag(
        @Nullable String id,
        @Nullable String name,
        int stage,
        @JsonProperty("max_stage") int maxStage,
        @Nullable String state,
        @Nullable String operator,
        @Nullable @JsonProperty("start_time") Instant startTime,
        @Nullable @JsonProperty("end_time") Instant endTime,
        @Nullable List<DagNode> nodes,
        @Nullable @JsonProperty("maintenance_key") String maintenanceKey) {

    /** Copies the nodes; null is none. What is longer than anything that obshell sends is cut or refused. */
    public Dag {
        id = ResponseLimits.id(id);
        name = ResponseLimits.words(name);
        state = ResponseLimits.words(state);
        operator = ResponseLimits.words(operator);
        nodes = ResponseLimits.elements(nodes);
        maintenanceKey = ResponseLimits.words(maintenanceKey);
    }

    /** {@return the same DAG under the id by which it was asked for} */
    public Dag as(String asked) {
        return new Dag(asked, name, stage, maxStage, state, operator, startTime, endTime, nodes, maintenanceKey);
    }

    /** {@return whether the DAG is over for now; a failed one can be retried by an operator} */
    public boolean isOver() {
        return isSucceeded() || isFailed();
    }

    /** {@return whether the DAG came to its end; for a backup this says nothing of the backup} */
    public boolean isSucceeded() {
        return "SUCCEED".equals(state);
    }

    /** {@return whether the DAG is being cancelled or rolled back} */
    public boolean isBeingUndone() {
        return !isOver() && DagOperator.isUndoing(operator);
    }

    /** {@return whether the DAG came to its end by its own work, rather than because an operator passed or undid it} */
    public boolean isDone() {
        return isSucceeded() && DagOperator.isWorking(operator);
    }

    /** {@return whether the DAG stopped at a failure} */
    public boolean isFailed() {
        return "FAILED".equals(state);
    }
}
