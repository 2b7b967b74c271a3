package io.jenkins.plugins.obshell.simulator.state;

/** What a DAG shows as its start or end before it has one. */
public enum UnsetTimes {
    /** 0001-01-01T00:00:00Z. */
    ZERO,
    /** The moment of its creation, which the database fills in by default. */
    CREATION
}
