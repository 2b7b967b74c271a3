package io.jenkins.plugins.obshell.build;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.DagSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of a DAG is kept.
 *
 * @param subTasks how many sub-tasks, of all nodes together
 * @param log      how many characters of their logs together
 * @param tenants  how many tenants
 */
record ReportLimits(int subTasks, int log, int tenants) {

    /** What is kept unless it is too much. */
    static final ReportLimits WIDEST = new ReportLimits(64, 10_000, ObservedReport.MOST_TENANTS);

    private static final int MOST_NODES = 40;
    private static final int LINES_OF_DONE = 8;

    /** {@return half as much, or null where there is nothing left to leave out} */
    @Nullable
    ReportLimits narrower() {
        return subTasks == 0 ? null : new ReportLimits(subTasks / 2, log / 2, Math.max(5, tenants / 2));
    }

    /** {@return how many bytes a text takes in an XML file} */
    static int sizeInXml(String text) {
        int escapes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            escapes += c == '"' || c == '\'' || c == '&' ? 5 : c == '<' || c == '>' ? 3 : 0;
        }
        return text.getBytes(StandardCharsets.UTF_8).length + escapes;
    }

    /** {@return the DAG within these bounds; what failed and what runs goes before what is done} */
    DagSnapshot of(DagSnapshot dag) {
        Map<DagSnapshot.Part, DagSnapshot.Part> kept = new IdentityHashMap<>();
        int left = log;
        for (DagSnapshot.Part part : mostInteresting(dag)) {
            List<String> lines = end(part, left);
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
                .limit(MOST_NODES)
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

    private List<DagSnapshot.Part> mostInteresting(DagSnapshot dag) {
        return dag.nodes().stream()
                .limit(MOST_NODES)
                .flatMap(node -> node.subTasks().stream())
                .sorted(Comparator.comparingInt(ReportLimits::rank))
                .limit(subTasks)
                .toList();
    }

    private static int rank(DagSnapshot.Part part) {
        return switch (String.valueOf(part.state())) {
            case "FAILED" -> 0;
            case "SUCCEED" -> 2;
            default -> 1;
        };
    }

    private static List<String> end(DagSnapshot.Part part, int characters) {
        List<String> log = part.log();
        int most = rank(part) == 2 ? LINES_OF_DONE : log.size();
        List<String> lines = new ArrayList<>();
        int left = characters;
        for (int i = log.size() - 1; i >= 0 && lines.size() < most && log.get(i).length() <= left; i--) {
            lines.add(0, log.get(i));
            left -= log.get(i).length();
        }
        return lines;
    }
}
