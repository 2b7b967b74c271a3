package io.jenkins.plugins.obshell.simulator.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Says which requests a fault befalls. A new rule fits every request for ever; each method narrows it. A rule belongs
 * to one cluster and counts what it has fitted.
 */
public final class FaultRule {

    private final FaultAction action;
    private int agent = -1;
    private String method;
    private Pattern path;
    private int skip;
    private int times = Integer.MAX_VALUE;
    private Instant from;
    private Instant until;
    private Duration length;
    private int seen;
    private int hits;

    private FaultRule(FaultAction action) {
        this.action = action;
    }

    /** A rule that fits everything. */
    public static FaultRule of(FaultAction action) {
        return new FaultRule(action);
    }

    /** Only requests to the obshell of this index. */
    public FaultRule onAgent(int index) {
        agent = index;
        return this;
    }

    /** Only requests of this method, where the regular expression fits the whole path. */
    public FaultRule on(String wantedMethod, String pathPattern) {
        method = wantedMethod;
        return onPath(pathPattern);
    }

    /** Only requests where the regular expression fits the whole path. */
    public FaultRule onPath(String pattern) {
        path = Pattern.compile(pattern);
        return this;
    }

    /** Not the first requests that would fit. */
    public FaultRule skipping(int count) {
        skip = count;
        return this;
    }

    /** At most so many requests. */
    public FaultRule times(int count) {
        times = count;
        return this;
    }

    /** At most one request. */
    public FaultRule once() {
        return times(1);
    }

    /** Not before this moment. */
    public FaultRule from(Instant moment) {
        from = moment;
        return this;
    }

    /** Only before this moment. */
    public FaultRule until(Instant moment) {
        until = moment;
        return this;
    }

    /** For so long, from its beginning or, where it has none, from when it is added. */
    public FaultRule lasting(Duration duration) {
        length = duration;
        return this;
    }

    /** How many requests it has befallen. */
    public int hits() {
        synchronized (this) {
            return hits;
        }
    }

    void added(Instant now) {
        if (length != null) {
            until = (from == null ? now : from).plus(length);
        }
    }

    FaultAction action() {
        return action;
    }

    synchronized boolean befalls(int index, String requestMethod, String requestPath, Instant now) {
        if (agent >= 0 && agent != index
                || method != null && !method.equals(requestMethod)
                || path != null && !path.matcher(requestPath).matches()
                || from != null && now.isBefore(from)
                || until != null && !now.isBefore(until)) {
            return false;
        }
        seen++;
        if (seen <= skip || hits >= times) {
            return false;
        }
        hits++;
        return true;
    }
}
