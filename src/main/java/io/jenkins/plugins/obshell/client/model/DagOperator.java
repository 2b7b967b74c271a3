package io.jenkins.plugins.obshell.client.model;

/** What a person, or this plugin, can do to a DAG: {@code POST /api/v1/task/dag/{id}}. */
public enum DagOperator {
    /** Stops a DAG that is not over. */
    CANCEL,
    /** Runs the failed node of a failed DAG again. */
    RETRY,
    /** Undoes a failed DAG. */
    ROLLBACK,
    /** Calls a failed DAG done. */
    PASS
}
