package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;

/**
 * What an obshell says of itself, from {@code GET /api/v1/info}.
 *
 * @param ip        its own address
 * @param port      its own port
 * @param identity  its part in the cluster, such as {@value #CLUSTER_AGENT}
 * @param version   obshell's version
 * @param obVersion OceanBase's version
 */
public record AgentInfo(
        @Nullable String ip,
        int port,
        @Nullable String identity,
        @Nullable String version,
        @Nullable @JsonProperty("obVersion") String obVersion) {

    /** The identity of a member of a running cluster, the only one that makes backups. */
    public static final String CLUSTER_AGENT = "CLUSTER AGENT";

    /** What is longer than anything that obshell says of itself is cut. */
    public AgentInfo {
        ip = ResponseLimits.words(ip);
        identity = ResponseLimits.words(identity);
        version = ResponseLimits.words(version);
        obVersion = ResponseLimits.words(obVersion);
    }

    /** {@return whether this obshell can make backups} */
    public boolean isClusterAgent() {
        return CLUSTER_AGENT.equals(identity);
    }
}
