package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Instant;
import java.util.List;

/**
 * The part of a node that one obshell does.
 *
 * @param id           its id
 * @param name         what it does
 * @param state        as a DAG's
 * @param operator     as a DAG's
 * @param startTime    when it started, or null before
 * @param endTime      when it ended, or null before
 * @param executeTimes how often it was tried
 * @param executeAgent the obshell that does it
 * @param taskLogs     its log, oldest line first
 */
public record SubTask(
        @Nullable String id,
        @Nullable String name,
        @Nullable String state,
        @Nullable String operator,
        @Nullable @JsonProperty("start_time") Instant startTime,
        @Nullable @JsonProperty("end_time") Instant endTime,
        @JsonProperty("execute_times") int executeTimes,
        @Nullable @JsonProperty("execute_agent") Agent executeAgent,
        @Nullable @JsonProperty("task_logs") List<String> taskLogs) {

    /** Copies the end of the log; null is none. What is longer than anything that obshell sends is cut or refused. */
    public SubTask {
        id = ResponseLimits.id(id);
        name = ResponseLimits.words(name);
        state = ResponseLimits.words(state);
        operator = ResponseLimits.words(operator);
        taskLogs = ResponseLimits.log(taskLogs);
    }

    /**
     * The address of an obshell as the cluster knows it.
     *
     * @param ip   its address
     * @param port its port
     */
    public record Agent(@Nullable String ip, int port) {

        /** Cuts an address that is longer than any. */
        public Agent {
            ip = ResponseLimits.words(ip);
        }
    }

    /** {@return whether the sub-task failed} */
    public boolean isFailed() {
        return "FAILED".equals(state);
    }
}
