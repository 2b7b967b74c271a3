package io.jenkins.plugins.obshell.operation.result;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.DagNode;
import io.jenkins.plugins.obshell.client.model.SubTask;
import io.jenkins.plugins.obshell.client.secret.PlainText;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/**
 * How a DAG stood at a moment, for people to look at: obshell's own words on one line each, without access keys, and of
 * each log the end.
 *
 * @param id        its id
 * @param name      what it does
 * @param state     {@code PENDING READY RUNNING FAILED SUCCEED}
 * @param operator  {@code RUN RETRY ROLLBACK CANCEL PASS}
 * @param stage     the stage that it is in, from 1
 * @param maxStage  its last stage
 * @param startTime when it started, by obshell's clock, or null before
 * @param endTime   when it ended, or null before
 * @param nodes     its nodes in order, one a stage
 */
public record DagSnapshot(
        @Nullable String id,
        @Nullable String name,
        @Nullable String state,
        @Nullable String operator,
        int stage,
        int maxStage,
        @Nullable Instant startTime,
        @Nullable Instant endTime,
        List<Node> nodes) {

    private static final int NAME_LENGTH = 200;
    private static final int LINE_LENGTH = 300;
    private static final int LOG_TAIL = 20;
    private static final Set<String> WAITING = Set.of("PENDING", "READY");
    private static final Set<String> OVER = Set.of("SUCCEED", "FAILED");

    /** Copies the nodes; null is none. */
    public DagSnapshot {
        nodes = nodes == null ? List.of() : List.copyOf(nodes);
    }

    /**
     * One node of the DAG.
     *
     * @param name      what it does
     * @param state     as a DAG's
     * @param startTime when it started, or null before
     * @param endTime   when it ended, or null before
     * @param subTasks  what it does on each obshell
     * @param omittedSubTasks how many sub-tasks are left out of that list
     */
    public record Node(
            @Nullable String name,
            @Nullable String state,
            @Nullable Instant startTime,
            @Nullable Instant endTime,
            List<Part> subTasks,
            int omittedSubTasks) {

        /** Copies the sub-tasks; null is none. */
        public Node {
            subTasks = subTasks == null ? List.of() : List.copyOf(subTasks);
        }
    }

    /**
     * The part of a node that one obshell does, a sub-task.
     *
     * @param name      what it does
     * @param obshell   the address of the obshell that does it, or null
     * @param state     as a DAG's
     * @param startTime when it started, or null before
     * @param endTime   when it ended, or null before
     * @param tries     how often it was tried
     * @param log       the end of its log, oldest line first
     */
    public record Part(
            @Nullable String name,
            @Nullable String obshell,
            @Nullable String state,
            @Nullable Instant startTime,
            @Nullable Instant endTime,
            int tries,
            List<String> log) {

        /** Copies the log; null is none. */
        public Part {
            log = log == null ? List.of() : List.copyOf(log);
        }
    }

    /**
     * @param dag     the DAG with its details
     * @param secrets what to mask before a text is cut
     * @return how it stands, for people to read
     */
    public static DagSnapshot of(Dag dag, SecretMask secrets) {
        return new DagSnapshot(
                line(dag.id(), NAME_LENGTH, secrets),
                line(dag.name(), NAME_LENGTH, secrets),
                line(dag.state(), NAME_LENGTH, secrets),
                line(dag.operator(), NAME_LENGTH, secrets),
                dag.stage(),
                dag.maxStage(),
                started(dag.state(), dag.startTime()),
                ended(dag.state(), dag.endTime()),
                dag.nodes().stream().map(node -> node(node, secrets)).toList());
    }

    private static Node node(DagNode node, SecretMask secrets) {
        return new Node(
                line(node.name(), NAME_LENGTH, secrets),
                line(node.state(), NAME_LENGTH, secrets),
                started(node.state(), node.startTime()),
                ended(node.state(), node.endTime()),
                node.subTasks().stream().map(subTask -> part(subTask, secrets)).toList(),
                0);
    }

    private static Part part(SubTask subTask, SecretMask secrets) {
        List<String> log = subTask.taskLogs();
        return new Part(
                line(subTask.name(), NAME_LENGTH, secrets),
                line(FailedNode.address(subTask), NAME_LENGTH, secrets),
                line(subTask.state(), NAME_LENGTH, secrets),
                started(subTask.state(), subTask.startTime()),
                ended(subTask.state(), subTask.endTime()),
                subTask.executeTimes(),
                log.subList(Math.max(0, log.size() - LOG_TAIL), log.size()).stream()
                        .map(text -> line(text, LINE_LENGTH, secrets))
                        .toList());
    }

    @Nullable
    private static String line(@Nullable String text, int length, SecretMask secrets) {
        String line = text == null ? null : PlainText.line(secrets.mask(text));
        return line == null || line.length() <= length ? line : line.substring(0, length - 1) + "…";
    }

    /** Until something starts, obshell shows the moment of its creation as both times. */
    @Nullable
    private static Instant started(@Nullable String state, @Nullable Instant time) {
        return time == null || WAITING.contains(String.valueOf(state)) ? null : time.truncatedTo(ChronoUnit.SECONDS);
    }

    @Nullable
    private static Instant ended(@Nullable String state, @Nullable Instant time) {
        return time == null || !OVER.contains(String.valueOf(state)) ? null : time.truncatedTo(ChronoUnit.SECONDS);
    }
}
