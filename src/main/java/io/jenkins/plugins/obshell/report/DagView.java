package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.result.DagSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A DAG as pages and the REST API show it: its nodes in order, and of each what it does on every obshell. */
@ExportedBean(defaultVisibility = 3)
public final class DagView {

    private static final String SUCCEED = "SUCCEED";
    private static final String FAILED = "FAILED";
    private static final String PENDING = "PENDING";
    private static final String RUNNING = "RUNNING";
    private static final Set<String> WAITING = Set.of(PENDING, "READY");

    private final String elementId;
    private final DagSnapshot dag;
    private final boolean last;
    private final Axis axis;

    /**
     * @param elementId what the ids of its elements begin with
     * @param dag       how it was seen last
     * @param running   whether it is still followed
     * @param last      whether it is the last of its operation
     * @param now       the time
     */
    public DagView(
            @NonNull String elementId, @NonNull DagSnapshot dag, boolean running, boolean last, @NonNull Instant now) {
        this.elementId = elementId;
        this.dag = dag;
        this.last = last;
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

    /** {@return the id of its element} */
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

    /** {@return the state for the style sheet} */
    @NonNull
    public String getStyle() {
        return style(dag.state());
    }

    /** {@return whether it is over} */
    public boolean isOver() {
        return isSucceeded() || isFailed();
    }

    /** {@return whether it failed} */
    public boolean isFailed() {
        return FAILED.equals(dag.state());
    }

    /** {@return whether it is folded at first: it went well, and there is a later one to look at} */
    public boolean isFolded() {
        return !last && isSucceeded();
    }

    private boolean isSucceeded() {
        return SUCCEED.equals(dag.state());
    }

    /** {@return how long it took or has taken, or null before it starts} */
    @Nullable
    public String getTook() {
        return took(dag.startTime(), dag.endTime(), axis);
    }

    /** {@return from when its bars count, for people, or null before it starts} */
    @Nullable
    public Moment getAxisStart() {
        return Moment.of(axis.from());
    }

    /** {@return until when its bars count, for people, or null before it starts} */
    @Nullable
    public Moment getAxisEnd() {
        return Moment.of(axis.to());
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

    /** The stage that a running DAG is in runs, also where its node was looked at a moment too early to say so. */
    private String stateOf(int number, DagSnapshot.Node node) {
        boolean waiting = node.state() == null || WAITING.contains(node.state());
        return waiting && RUNNING.equals(dag.state()) && number == dag.stage() ? RUNNING : node.state();
    }

    /** {@return its nodes in order} */
    @Exported
    @NonNull
    public List<NodeView> getNodes() {
        List<NodeView> nodes = new ArrayList<>();
        for (DagSnapshot.Node node : dag.nodes()) {
            int number = nodes.size() + 1;
            nodes.add(new NodeView(elementId + "-" + number, number, stateOf(number, node), node, axis));
        }
        return nodes;
    }

    private static String style(@Nullable String state) {
        return String.valueOf(state).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    @Nullable
    private static String took(@Nullable Instant from, @Nullable Instant to, Axis axis) {
        Instant end = to == null ? axis.to() : to;
        return from == null || end == null || end.isBefore(from) ? null : Durations.format(Duration.between(from, end));
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
            return Objects.requireNonNullElse(state, PENDING);
        }

        /** {@return the state for the style sheet} */
        @NonNull
        public String getStyle() {
            return style(state());
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
            return took(startTime, endTime, axis);
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

        NodeView(String elementId, int number, String state, DagSnapshot.Node node, Axis axis) {
            super(state, node.startTime(), node.endTime(), axis);
            this.elementId = elementId;
            this.number = number;
            this.node = node;
            this.axis = axis;
        }

        /** {@return the id of its element} */
        @NonNull
        public String getElementId() {
            return elementId;
        }

        /** {@return whether its sub-tasks are shown at once: those that run or failed are worth a look} */
        public boolean isUnfolded() {
            return node.startTime() != null && !SUCCEED.equals(node.state());
        }

        /** {@return how many sub-tasks there are, and in which states, or where the only one is} */
        @NonNull
        public String getSubTasksText() {
            List<DagSnapshot.Part> parts = node.subTasks();
            if (parts.size() == 1 && node.omittedSubTasks() == 0) {
                return Messages.DagView_subTask(
                        Objects.requireNonNullElse(parts.get(0).obshell(), "-"));
            }
            Map<String, Long> states = parts.stream()
                    .collect(Collectors.groupingBy(
                            part -> Objects.requireNonNullElse(part.state(), PENDING),
                            TreeMap::new,
                            Collectors.counting()));
            String counts = states.entrySet().stream()
                    .map(state -> state.getValue() + " " + state.getKey())
                    .collect(Collectors.joining(", "));
            return Messages.DagView_subTasks(Integer.toString(parts.size() + node.omittedSubTasks()), counts);
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
            return FAILED.equals(part.state());
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
