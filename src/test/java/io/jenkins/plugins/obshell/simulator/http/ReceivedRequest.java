package io.jenkins.plugins.obshell.simulator.http;

import java.time.Instant;

/**
 * A request that an obshell has read.
 *
 * @param agent index of the obshell
 * @param method its HTTP method
 * @param target its path and query as they came
 * @param body its plain body; empty when there was none or it could not be opened
 * @param at when it came, by the clock of the cluster
 * @param authenticated whether its route asks for a password and it brought the right one
 * @param acted whether the server did what it asks for, or is going to
 * @param status the HTTP status that the server answered with, or 0 when it did not act, or not yet
 * @param fault what happened to it on the way, or null
 */
public record ReceivedRequest(
        int agent,
        String method,
        String target,
        String body,
        Instant at,
        boolean authenticated,
        boolean acted,
        int status,
        String fault) {

    /** The same once the server, which acted late, has answered. */
    ReceivedRequest answered(int lateStatus) {
        return new ReceivedRequest(agent, method, target, body, at, authenticated, acted, lateStatus, fault);
    }

    /** The target without its query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
