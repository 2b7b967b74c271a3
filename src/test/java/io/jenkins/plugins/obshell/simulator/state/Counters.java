package io.jenkins.plugins.obshell.simulator.state;

import java.util.HashMap;
import java.util.Map;

/** The numbers that a cluster gives out, one after the other. */
final class Counters {

    private final Map<String, Long> last = new HashMap<>();

    long next(String name) {
        return last.merge(name, 1L, Long::sum);
    }
}
