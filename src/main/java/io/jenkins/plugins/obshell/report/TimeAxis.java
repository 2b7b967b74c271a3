package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.DagSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The time span that the bars of a DAG share.
 *
 * @param from the first instant of the DAG, or null if it has none
 * @param to   the last instant of the DAG, or the present while it runs; null if there is none
 */
record TimeAxis(@Nullable Instant from, @Nullable Instant to) {

    /**
     * @param dag the DAG
     * @param now the time by OceanBase's clock; null if that is unknown or the DAG is not followed any more
     * @return its axis
     */
    static TimeAxis of(DagSnapshot dag, @Nullable Instant now) {
        Instant from = instants(dag).min(Comparator.naturalOrder()).orElse(null);
        Instant last = instants(dag).max(Comparator.naturalOrder()).orElse(null);
        boolean open = dag.endTime() == null && now != null && last != null && now.isAfter(last);
        return new TimeAxis(from, open ? now : last);
    }

    private static Stream<Instant> instants(DagSnapshot dag) {
        return Stream.concat(
                        Stream.of(dag.startTime(), dag.endTime()),
                        dag.nodes().stream().flatMap(node -> Stream.of(node.startTime(), node.endTime())))
                .filter(Objects::nonNull);
    }

    /** {@return the position of an instant, 0 to 100; the end for null} */
    double position(@Nullable Instant instant) {
        if (from == null || to == null || instant == null || !to.isAfter(from)) {
            return instant == null ? 100 : 0;
        }
        double part = (double) Duration.between(from, instant).toMillis()
                / Duration.between(from, to).toMillis();
        return Math.max(0, Math.min(1, part)) * 100;
    }
}
