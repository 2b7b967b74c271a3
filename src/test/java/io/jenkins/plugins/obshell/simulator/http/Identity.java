package io.jenkins.plugins.obshell.simulator.http;

/** What an obshell is in its cluster. Only a cluster agent makes backups. */
public enum Identity {
    /** A member of a running cluster. */
    CLUSTER_AGENT("CLUSTER AGENT"),
    /** Not in a cluster yet. */
    SINGLE("SINGLE"),
    /** Leads a cluster that is being built. */
    MASTER("MASTER"),
    /** Joins a cluster that is being built. */
    FOLLOWER("FOLLOWER"),
    /** Leads the taking over of a cluster. */
    TAKE_OVER_MASTER("TAKE OVER MASTER"),
    /** Is being taken over. */
    TAKE_OVER_FOLLOWER("TAKE OVER FOLLOWER"),
    /** Is being added to a cluster. */
    SCALING_OUT("SCALING OUT"),
    /** Is being removed from a cluster. */
    SCALING_IN("SCALING IN");

    private final String text;

    Identity(String text) {
        this.text = text;
    }

    /** The word that obshell answers with. */
    public String text() {
        return text;
    }
}
