package io.jenkins.plugins.obshell.simulator.state;

import io.jenkins.plugins.obshell.simulator.http.ErrorCode;
import io.jenkins.plugins.obshell.simulator.http.ObshellException;
import io.jenkins.plugins.obshell.simulator.state.Dag.Node;
import io.jenkins.plugins.obshell.simulator.state.Dag.Operator;
import io.jenkins.plugins.obshell.simulator.state.Dag.State;
import io.jenkins.plugins.obshell.simulator.state.Dag.SubTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Runs DAGs: stage after stage, one look of the scheduler per second. */
public final class DagEngine {

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration SUB_TASK_TIMEOUT = Duration.ofSeconds(3600);

    private final Timeline timeline;
    private final Map<String, Dag> dags = new LinkedHashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, SubTask> subTasks = new LinkedHashMap<>();
    private final Counters counters;

    DagEngine(Timeline timeline, Counters counters) {
        this.timeline = timeline;
        this.counters = counters;
    }

    public List<Dag> all() {
        return new ArrayList<>(dags.values());
    }

    public Dag dag(String id) {
        return dags.get(id);
    }

    public Node node(String id) {
        return nodes.get(id);
    }

    public SubTask subTask(String id) {
        return subTasks.get(id);
    }

    /** The DAG that keeps a tenant locked, or null: the last that did not finish. */
    Dag lockOf(String tenant) {
        Dag found = null;
        for (Dag dag : dags.values()) {
            if (!dag.finished && tenant.equals(dag.lockedTenant)) {
                found = dag;
            }
        }
        return found;
    }

    void add(Dag dag) {
        dags.put(dag.item.id, dag);
        for (Node node : dag.nodes) {
            nodes.put(node.id, node);
            node.subTasks.forEach(subTask -> subTasks.put(subTask.id, subTask));
        }
        schedule(dag, () -> start(dag));
    }

    private void schedule(Dag dag, Runnable action) {
        after(TICK, dag, action);
    }

    private void after(Duration duration, Dag dag, Runnable action) {
        int course = dag.course;
        timeline.after(duration, () -> {
            if (dag.course == course) {
                action.run();
            }
        });
    }

    private void start(Dag dag) {
        dag.item.begin(timeline.now());
        Node node = dag.current();
        if (node.operator == Operator.CANCEL) {
            finishCancelled(dag, node);
        } else {
            startNode(dag, node);
        }
    }

    private void startNode(Dag dag, Node node) {
        node.begin(timeline.now());
        if (node.operator == Operator.ROLLBACK) {
            rollBack(dag, node);
        } else if (node.operator == Operator.RETRY) {
            // A retry rolls back what failed before it runs again.
            node.subTasks.stream()
                    .filter(subTask -> subTask.state == State.FAILED)
                    .forEach(subTask -> subTask.set(State.READY, Operator.ROLLBACK, Dag.RESET, Dag.RESET));
            schedule(dag, () -> runSubTasks(dag, node));
        } else {
            node.subTasks.forEach(subTask -> subTask.state = State.READY);
            schedule(dag, () -> runSubTasks(dag, node));
        }
    }

    private void runSubTasks(Dag dag, Node node) {
        for (SubTask subTask : List.copyOf(node.subTasks)) {
            if (subTask.state != State.SUCCEED) {
                subTask.operator = Operator.RUN;
                subTask.begin(timeline.now());
                subTask.end = null;
                subTask.executeTimes++;
                SubTaskRun run = new SubTaskRun(dag, node, subTask);
                after(SUB_TASK_TIMEOUT, dag, run::timeOut);
                node.work.run(run);
            }
        }
    }

    private void subTaskEnded(Dag dag, Node node) {
        if (node.subTasks.stream().allMatch(SubTask::isOver)) {
            schedule(dag, () -> nodeEnded(dag, node));
        }
    }

    private void nodeEnded(Dag dag, Node node) {
        boolean good = node.subTasks.stream().allMatch(subTask -> subTask.state == State.SUCCEED);
        node.finish(good ? State.SUCCEED : State.FAILED, timeline.now());
        if (!good) {
            dag.item.finish(State.FAILED, timeline.now());
            // A DAG that locks a tenant stays unfinished when it fails, until an operator ends it.
            dag.finished = dag.lockedTenant == null;
        } else if (dag.stage < dag.nodes.size()) {
            dag.stage++;
            schedule(dag, () -> startNode(dag, dag.current()));
        } else {
            succeed(dag);
        }
    }

    private void succeed(Dag dag) {
        dag.item.finish(State.SUCCEED, timeline.now());
        dag.finished = true;
    }

    private void rollBack(Dag dag, Node node) {
        after(TICK.multipliedBy(2), dag, () -> {
            Instant now = timeline.now();
            for (SubTask subTask : node.subTasks) {
                if (subTask.state != State.PENDING) {
                    subTask.executeTimes++;
                    subTask.set(State.SUCCEED, Operator.ROLLBACK, node.start, now);
                }
            }
            node.finish(State.SUCCEED, now);
            if (dag.stage > 1) {
                dag.stage--;
                schedule(dag, () -> startNode(dag, dag.current()));
            } else {
                succeed(dag);
            }
        });
    }

    private void finishCancelled(Dag dag, Node node) {
        Instant now = timeline.now();
        for (SubTask subTask : node.subTasks) {
            if (subTask.state == State.READY || subTask.state == State.RUNNING) {
                subTask.operator = Operator.CANCEL;
                subTask.finish(State.FAILED, now);
            }
        }
        node.begin(now);
        node.finish(State.FAILED, now);
        dag.item.finish(State.FAILED, now);
        dag.finished = dag.lockedTenant == null;
    }

    /** Obeys an operator's order over a DAG. */
    public void operate(Dag dag, String operator) throws ObshellException {
        switch (operator.toUpperCase(Locale.ROOT)) {
            case "ROLLBACK" -> orderRollback(dag);
            case "RETRY" -> orderRetry(dag);
            case "CANCEL" -> orderCancel(dag);
            case "PASS" -> orderPass(dag);
            default -> throw ObshellException.of(ErrorCode.OPERATOR_NOT_SUPPORTED, operator);
        }
    }

    private void orderRollback(Dag dag) throws ObshellException {
        if (dag.item.state != State.FAILED) {
            throw ObshellException.of(ErrorCode.ROLLBACK_NOT_FAILED);
        }
        List<Node> affected = new ArrayList<>();
        for (Node node : dag.nodes) {
            if (node.state == State.PENDING && node.operator != Operator.ROLLBACK) {
                break;
            }
            if (!node.canRollBack) {
                throw ObshellException.of(ErrorCode.ROLLBACK_NOT_ALLOWED, node.name);
            }
            affected.add(node);
            if (node.state == State.FAILED) {
                break;
            }
        }
        restart(dag, Operator.ROLLBACK);
        affected.stream()
                .filter(node -> node.state == State.SUCCEED || node.state == State.FAILED)
                .forEach(node -> node.set(State.PENDING, Operator.ROLLBACK, Dag.RESET, Dag.RESET));
    }

    private void orderRetry(Dag dag) throws ObshellException {
        if (dag.item.state != State.FAILED) {
            throw ObshellException.of(ErrorCode.RETRY_NOT_FAILED);
        }
        restart(dag, Operator.RUN);
        dag.current().set(State.PENDING, Operator.RETRY, Dag.RESET, Dag.RESET);
    }

    private void orderCancel(Dag dag) throws ObshellException {
        if (dag.isOver()) {
            throw ObshellException.of(ErrorCode.CANCEL_FINISHED);
        }
        restart(dag, Operator.CANCEL);
        dag.current().set(State.PENDING, Operator.CANCEL, Dag.RESET, Dag.RESET);
    }

    private void orderPass(Dag dag) throws ObshellException {
        if (dag.item.state != State.FAILED) {
            throw ObshellException.of(ErrorCode.PASS_NOT_FAILED);
        }
        dag.course++;
        Instant now = timeline.now();
        dag.item.set(State.SUCCEED, Operator.PASS, dag.item.start, now);
        dag.finished = true;
        for (Node node : dag.nodes.subList(dag.nodes.indexOf(firstFailed(dag)), dag.nodes.size())) {
            node.set(State.SUCCEED, Operator.PASS, node.start, now);
            node.subTasks.stream()
                    .filter(subTask -> subTask.state != State.SUCCEED)
                    .forEach(subTask -> subTask.set(State.SUCCEED, Operator.PASS, subTask.start, now));
        }
    }

    private static Node firstFailed(Dag dag) {
        return dag.nodes.stream()
                .filter(node -> node.state == State.FAILED)
                .findFirst()
                .orElse(dag.current());
    }

    private void restart(Dag dag, Operator operator) {
        dag.course++;
        dag.finished = false;
        dag.item.set(State.READY, operator, Dag.RESET, Dag.RESET);
        schedule(dag, () -> start(dag));
    }

    /** A running sub-task. */
    private final class SubTaskRun implements StageWork.Run {

        private final Dag dag;
        private final Node node;
        private final SubTask subTask;
        private final int course;
        private boolean over;

        SubTaskRun(Dag dag, Node node, SubTask subTask) {
            this.dag = dag;
            this.node = node;
            this.subTask = subTask;
            this.course = dag.course;
        }

        private boolean isActive() {
            return !over && dag.course == course;
        }

        @Override
        public void log(String line) {
            if (isActive()) {
                subTask.logs.add(new SubTask.Log(counters.next("log"), subTask.executeTimes, line, timeline.now()));
            }
        }

        @Override
        public void after(Duration duration, Runnable then) {
            timeline.after(duration, () -> {
                if (isActive()) {
                    then.run();
                }
            });
        }

        @Override
        public void await(BooleanSupplier condition, int seconds, String what, Runnable then) {
            timeline.poll(
                    () -> !isActive() || condition.getAsBoolean(),
                    seconds,
                    () -> {
                        if (isActive()) {
                            then.run();
                        }
                    },
                    () -> fail(ErrorCode.ASYNC_TIMEOUT.code(), ErrorCode.ASYNC_TIMEOUT.message(false, what)));
        }

        @Override
        public void succeed() {
            end(State.SUCCEED);
        }

        @Override
        public void fail(String code, String message) {
            log("ERROR: [" + code + "]: " + message);
            failSilently();
        }

        @Override
        public void failSilently() {
            end(State.FAILED);
        }

        void timeOut() {
            if (isActive()) {
                fail(
                        ErrorCode.UNEXPECTED.code(),
                        ErrorCode.UNEXPECTED.message(false, "task " + subTask.number + " timeout"));
            }
        }

        private void end(State state) {
            if (isActive()) {
                over = true;
                subTask.finish(state, timeline.now());
                subTaskEnded(dag, node);
            }
        }
    }
}
