package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.DagSnapshot;
import io.jenkins.plugins.obshell.operation.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A DAG as pages and the REST API show it: its nodes in order, and of each what it does on every obshell. */
@ExportedBean(defaultVisibility = 3)
public final class DagView {

    private final String elementId;
    private final DagSnapshot dag;
    private final Axis axis;

    /**
     * @param elementId what the ids of its elements begin with
     * @param dag       how it was seen last
     * @param running   whether it is still followed
     * @param now       the time
     */
    DagView(@NonNull String elementId, @NonNull DagSnapshot dag, boolean running, @NonNull Instant now) {
        this.elementId = elementId;
        this.dag = dag;
        this.axis = Axis.of(dag, running ? now : null);
    }

    /** From where to where its time goes. */
    record Axis(@Nullable Instant from, @Nullable Instant to) {

        static Axis of(DagSnapshot dag, @Nullable Instant now) {
            Instant from = times(dag).min(Comparator.naturalOrder()).orElse(null);
            Instant last = times(dag).max(Comparator.naturalOrder()).orElse(null);
            boolean open = dag.endTime() == null && now != null && last != null && now.isAfter(last);
            return new Axis(from, open ? now : last);
        }

        private static Stream<Instant> times(DagSnapshot dag) {
            return Stream.concat(
                            Stream.of(dag.startTime(), dag.endTime()),
                            dag.nodes().stream().flatMap(node -> Stream.of(node.startTime(), node.endTime())))
                    .filter(Objects::nonNull);
        }

        /** {@return the place of an instant, 0 to 100} */
        double place(@Nullable Instant instant) {
            if (from == null || to == null || instant == null || !to.isAfter(from)) {
                return instant == null ? 100 : 0;
            }
            double part = (double) Duration.between(from, instant).toMillis()
                    / Duration.between(from, to).toMillis();
            return Math.max(0, Math.min(1, part)) * 100;
        }
    }

    /** {@return its id} */
    @Exported
    @Nullable
    public String getId() {
        return dag.id();
    }

    /** {@return what the ids of its elements begin with} */
    @NonNull
    public String getElementId() {
        return elementId;
    }

    /** {@return what it does} */
    @Exported
    @Nullable
    public String getName() {
        return dag.name();
    }

    /** {@return its state, in obshell's word} */
    @Exported
    @Nullable
    public String getState() {
        return dag.state();
    }

    /** {@return the symbol for its state} */
    @NonNull
    public String getIcon() {
        return StateIcons.of(dag.state());
    }

    /** {@return whether it is over} */
    public boolean isOver() {
        return "SUCCEED".equals(dag.state()) || "FAILED".equals(dag.state());
    }

    /** {@return the stage that it is in, from 1} */
    @Exported
    public int getStage() {
        return dag.stage();
    }

    /** {@return its last stage} */
    @Exported
    public int getMaxStage() {
        return dag.maxStage();
    }

    /** {@return its stage and the name of the node, in one line} */
    @NonNull
    public String getStageText() {
        int index = dag.stage() - 1;
        String node = index >= 0 && index < dag.nodes().size()
                ? dag.nodes().get(index).name()
                : null;
        return Messages.DagView_stage(
                Integer.toString(dag.stage()), Integer.toString(dag.maxStage()), Objects.requireNonNullElse(node, "-"));
    }

    /** {@return when it started, or null} */
    @Exported
    @Nullable
    public String getStartTime() {
        return Objects.toString(dag.startTime(), null);
    }

    /** {@return when it ended, or null} */
    @Exported
    @Nullable
    public String getEndTime() {
        return Objects.toString(dag.endTime(), null);
    }

    /** {@return its nodes in order} */
    @Exported
    @NonNull
    public List<NodeView> getNodes() {
        List<NodeView> nodes = new ArrayList<>();
        for (DagSnapshot.Node node : dag.nodes()) {
            nodes.add(new NodeView(elementId + "-" + (nodes.size() + 1), nodes.size() + 1, node, axis));
        }
        return nodes;
    }

    /** What a node and a sub-task have in common: a state, times, and a bar on the axis of the DAG. */
    public abstract static class Timed {

        private final String state;
        private final Instant startTime;
        private final Instant endTime;
        private final Axis axis;

        Timed(String state, Instant startTime, Instant endTime, Axis axis) {
            this.state = state;
            this.startTime = startTime;
            this.endTime = endTime;
            this.axis = axis;
        }

        /** {@return obshell's word for its state; {@code PENDING} where there is none} */
        @NonNull
        String state() {
            return state == null ? "PENDING" : state;
        }

        /** {@return the state for the style sheet} */
        @NonNull
        public String getStyle() {
            return state().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        }

        /** {@return the symbol for the state} */
        @NonNull
        public String getIcon() {
            return StateIcons.of(state());
        }

        /** {@return when it started, for people, or null} */
        @Nullable
        public Moment getStarted() {
            return Moment.of(startTime);
        }

        /** {@return how long it took or has taken, or null before it starts} */
        @Nullable
        public String getTook() {
            Instant end = endTime == null ? axis.to() : endTime;
            return startTime == null || end == null || end.isBefore(startTime)
                    ? null
                    : Durations.format(Duration.between(startTime, end));
        }

        /** {@return where its bar begins, 0 to 100} */
        @NonNull
        public String getBarStart() {
            return number(Math.min(99, axis.place(startTime == null ? axis.to() : startTime)));
        }

        /** {@return how long its bar is, 0 to 100; never so short that it cannot be seen, but 0 before it starts} */
        @NonNull
        public String getBarLength() {
            if (startTime == null) {
                return "0";
            }
            double start = Math.min(99, axis.place(startTime));
            return number(Math.max(1, axis.place(endTime) - start));
        }

        private static String number(double value) {
            return String.format(Locale.ROOT, "%.1f", value);
        }
    }

    /** A node of the DAG. */
    @ExportedBean(defaultVisibility = 4)
    public static final class NodeView extends Timed {

        private final String elementId;
        private final int number;
        private final DagSnapshot.Node node;
        private final Axis axis;

        NodeView(String elementId, int number, DagSnapshot.Node node, Axis axis) {
            super(node.state(), node.startTime(), node.endTime(), axis);
            this.elementId = elementId;
            this.number = number;
            this.node = node;
            this.axis = axis;
        }

        /** {@return its stage, from 1} */
        public int getNumber() {
            return number;
        }

        /** {@return what it does} */
        @Exported
        @Nullable
        public String getName() {
            return node.name();
        }

        /** {@return its state, in obshell's word} */
        @Exported
        @NonNull
        public String getState() {
            return state();
        }

        /** {@return when it started, or null} */
        @Exported
        @Nullable
        public String getStartTime() {
            return Objects.toString(node.startTime(), null);
        }

        /** {@return when it ended, or null} */
        @Exported
        @Nullable
        public String getEndTime() {
            return Objects.toString(node.endTime(), null);
        }

        /** {@return what it does on each obshell} */
        @Exported
        @NonNull
        public List<SubTaskView> getSubTasks() {
            List<SubTaskView> parts = new ArrayList<>();
            for (DagSnapshot.Part part : node.subTasks()) {
                parts.add(new SubTaskView(elementId + "-" + (parts.size() + 1), part, axis));
            }
            return parts;
        }

        /** {@return how many sub-tasks are left out of that list} */
        @Exported
        public int getOmittedSubTasks() {
            return node.omittedSubTasks();
        }
    }

    /** What a node does on one obshell. */
    @ExportedBean(defaultVisibility = 5)
    public static final class SubTaskView extends Timed {

        private final String elementId;
        private final DagSnapshot.Part part;

        SubTaskView(String elementId, DagSnapshot.Part part, Axis axis) {
            super(part.state(), part.startTime(), part.endTime(), axis);
            this.elementId = elementId;
            this.part = part;
        }

        /** {@return the id of its log's element} */
        @NonNull
        public String getElementId() {
            return elementId;
        }

        /** {@return what it does} */
        @Exported
        @Nullable
        public String getName() {
            return part.name();
        }

        /** {@return the address of the obshell} */
        @Exported
        @Nullable
        public String getObshell() {
            return part.obshell();
        }

        /** {@return its state, in obshell's word} */
        @Exported
        @NonNull
        public String getState() {
            return state();
        }

        /** {@return whether it failed} */
        public boolean isFailed() {
            return "FAILED".equals(part.state());
        }

        /** {@return when it started, or null} */
        @Exported
        @Nullable
        public String getStartTime() {
            return Objects.toString(part.startTime(), null);
        }

        /** {@return when it ended, or null} */
        @Exported
        @Nullable
        public String getEndTime() {
            return Objects.toString(part.endTime(), null);
        }

        /** {@return how often it was tried} */
        @Exported
        public int getTries() {
            return part.tries();
        }

        /** {@return the end of its log, oldest line first} */
        @Exported
        @NonNull
        public List<String> getLog() {
            return part.log();
        }

        /** {@return the end of its log as one text} */
        @NonNull
        public String getLogText() {
            return String.join("\n", part.log());
        }
    }
}
