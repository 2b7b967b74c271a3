package io.jenkins.plugins.obshell.client.model;

import edu.umd.cs.findbugs.annotations.Nullable;

/** What a person, or this plugin, can do to a DAG: {@code POST /api/v1/task/dag/{id}}. */
public enum DagOperator {
    /** Stops a DAG that is not over. */
    CANCEL,
    /** Runs the failed node of a failed DAG again. */
    RETRY,
    /** Undoes a failed DAG. */
    ROLLBACK,
    /** Calls a failed DAG done. */
    PASS;

    /**
     * @param operator what a DAG or a part of it runs under, {@code RUN RETRY ROLLBACK CANCEL PASS}; null if obshell does not say
     * @return whether it does its own work, rather than being passed or undone
     */
    public static boolean isWorking(@Nullable String operator) {
        return operator == null || operator.equals("RUN") || operator.equals(RETRY.name());
    }

    /**
     * @param operator what a DAG or a part of it runs under, or null
     * @return whether it is stopped or undone, whatever it has done by then
     */
    public static boolean isUndoing(@Nullable String operator) {
        return CANCEL.name().equals(operator) || ROLLBACK.name().equals(operator);
    }
}
