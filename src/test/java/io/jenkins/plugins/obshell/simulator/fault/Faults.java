package io.jenkins.plugins.obshell.simulator.fault;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What goes wrong between a client and a cluster: rules, of which the first that fits befalls a request. */
public final class Faults {

    private final Clock clock;
    private final List<FaultRule> rules = new CopyOnWriteArrayList<>();

    public Faults(Clock clock) {
        this.clock = clock;
    }

    /** Adds a rule after the others, and returns it. */
    public FaultRule add(FaultRule rule) {
        rule.added(clock.instant());
        rules.add(rule);
        return rule;
    }

    /** Takes a rule away. */
    public void remove(FaultRule rule) {
        rules.remove(rule);
    }

    /** Takes all rules away. */
    public void clear() {
        rules.clear();
    }

    /** The action for a request, or null. */
    public FaultAction find(int agent, String method, String path, Instant now) {
        for (FaultRule rule : rules) {
            if (rule.befalls(agent, method, path, now)) {
                return rule.action();
            }
        }
        return null;
    }
}
