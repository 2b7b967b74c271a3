package io.jenkins.plugins.obshell.build;

import io.jenkins.plugins.obshell.operation.result.DagSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Cuts a DAG to what a build may store of it. */
final class DagTrimmer {

    private DagTrimmer() {}

    /** {@return the DAG within the limits; failed and running sub-tasks are kept before succeeded ones} */
    static DagSnapshot trim(DagSnapshot dag, ReportLimits limits) {
        Map<DagSnapshot.Part, DagSnapshot.Part> kept = new IdentityHashMap<>();
        int left = limits.log();
        for (DagSnapshot.Part part : unfinishedFirst(dag, limits.subTasks())) {
            List<String> lines = lastLines(part, left);
            left -= lines.stream().mapToInt(String::length).sum();
            kept.put(
                    part,
                    new DagSnapshot.Part(
                            part.name(),
                            part.obshell(),
                            part.state(),
                            part.startTime(),
                            part.endTime(),
                            part.tries(),
                            lines));
        }
        List<DagSnapshot.Node> nodes = dag.nodes().stream()
                .limit(ReportLimits.MOST_NODES)
                .map(node -> {
                    List<DagSnapshot.Part> parts = node.subTasks().stream()
                            .filter(kept::containsKey)
                            .map(kept::get)
                            .toList();
                    int omitted = node.omittedSubTasks() + node.subTasks().size() - parts.size();
                    return new DagSnapshot.Node(
                            node.name(), node.state(), node.startTime(), node.endTime(), parts, omitted);
                })
                .toList();
        return new DagSnapshot(
                dag.id(),
                dag.name(),
                dag.state(),
                dag.operator(),
                dag.stage(),
                dag.maxStage(),
                dag.startTime(),
                dag.endTime(),
                nodes);
    }

    private static List<DagSnapshot.Part> unfinishedFirst(DagSnapshot dag, int most) {
        return dag.nodes().stream()
                .limit(ReportLimits.MOST_NODES)
                .flatMap(node -> node.subTasks().stream())
                .sorted(Comparator.comparingInt(DagTrimmer::rank))
                .limit(most)
                .toList();
    }

    private static int rank(DagSnapshot.Part part) {
        return switch (String.valueOf(part.state())) {
            case "FAILED" -> 0;
            case "SUCCEED" -> 2;
            default -> 1;
        };
    }

    private static List<String> lastLines(DagSnapshot.Part part, int characters) {
        List<String> log = part.log();
        int most = rank(part) == 2 ? ReportLimits.LOG_LINES_IF_SUCCEEDED : log.size();
        List<String> lines = new ArrayList<>();
        int left = characters;
        for (int i = log.size() - 1; i >= 0 && lines.size() < most && log.get(i).length() <= left; i--) {
            lines.add(0, log.get(i));
            left -= log.get(i).length();
        }
        return lines;
    }
}
