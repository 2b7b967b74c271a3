package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Instant;
import java.util.List;

/**
 * One stage of a DAG.
 *
 * @param id        its id
 * @param name      what it does, such as "Start backup"
 * @param state     as a DAG's
 * @param operator  as a DAG's
 * @param startTime when it started, or null before
 * @param endTime   when it ended, or null before
 * @param subTasks  what it does on each obshell
 */
public record DagNode(
        @Nullable String id,
        @Nullable String name,
        @Nullable String state,
        @Nullable String operator,
        @Nullable @JsonProperty("start_time") Instant startTime,
        @Nullable @JsonProperty("end_time") Instant endTime,
        @Nullable @JsonProperty("sub_tasks") List<SubTask> subTasks) {

    /** Copies the sub-tasks; null is none. What is longer than anything that obshell sends is cut or refused. */
    public DagNode {
        id = ResponseLimits.id(id);
        name = ResponseLimits.words(name);
        state = ResponseLimits.words(state);
        operator = ResponseLimits.words(operator);
        subTasks = ResponseLimits.elements(subTasks);
    }

    /** {@return whether the node failed} */
    public boolean isFailed() {
        return "FAILED".equals(state);
    }
}
