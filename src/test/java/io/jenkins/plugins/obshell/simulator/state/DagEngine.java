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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Runs DAGs: stage after stage, one look of the scheduler per second. */
public final class DagEngine {

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration SUB_TASK_TIMEOUT = Duration.ofSeconds(3600);
    private static final String NO_NODE_FAILED = "failed to set dag rollback: no node failed";

    private final Timeline timeline;
    private final Map<String, Dag> dags = new LinkedHashMap<>();
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, SubTask> subTasks = new LinkedHashMap<>();
    private final Counters counters;
    private final List<SubTaskRun> runs = new ArrayList<>();
    private final Set<Integer> deadAgents = new HashSet<>();

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
            boolean released = dag.releasesOnFailure && dag.item.state == State.FAILED;
            if (!dag.finished && !released && tenant.equalsIgnoreCase(dag.lockedTenant)) {
                found = dag;
            }
        }
        return found;
    }

    /** The DAG that locked a tenant last, or null; the server remembers it when it is over, too. */
    public Dag lastOf(String tenant) {
        Dag found = null;
        for (Dag dag : dags.values()) {
            if (tenant.equalsIgnoreCase(dag.lockedTenant)) {
                found = dag;
            }
        }
        return found;
    }

    /** The DAG that keeps the whole cluster locked, or null. */
    Dag lockOfCluster() {
        return dags.values().stream()
                .filter(dag -> !dag.finished && dag.locksCluster)
                .findFirst()
                .orElse(null);
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
            cancelSubTasks(node);
            schedule(dag, () -> fail(dag));
        } else {
            startNode(dag, node);
        }
    }

    private void startNode(Dag dag, Node node) {
        node.begin(timeline.now());
        if (node.operator == Operator.ROLLBACK) {
            List<SubTask> worked = node.subTasks.stream()
                    .filter(subTask -> subTask.state != State.PENDING)
                    .toList();
            rollBack(dag, node, worked, subTask -> subTaskEnded(dag, node, worked));
            if (worked.isEmpty()) {
                subTaskEnded(dag, node, worked);
            }
        } else if (node.operator == Operator.RETRY) {
            // A retry rolls back what failed before it runs again.
            List<SubTask> failed = node.subTasks.stream()
                    .filter(subTask -> subTask.state != State.SUCCEED)
                    .toList();
            rollBack(dag, node, failed, subTask -> schedule(dag, () -> run(dag, node, subTask)));
        } else {
            List.copyOf(node.subTasks).forEach(subTask -> run(dag, node, subTask));
        }
    }

    private void run(Dag dag, Node node, SubTask subTask) {
        subTask.executeTimes++;
        subTask.operator = Operator.RUN;
        begin(node.work, new SubTaskRun(dag, node, subTask, () -> subTaskEnded(dag, node, node.subTasks)));
    }

    /** The call to an agent is repeated each second, without limit. */
    private void begin(StageWork work, SubTaskRun run) {
        if (deadAgents.contains(run.subTask.agent)) {
            run.subTask.state = State.READY;
            schedule(run.dag, () -> begin(work, run));
            return;
        }
        run.subTask.begin(timeline.now());
        runs.add(run);
        after(SUB_TASK_TIMEOUT, run.dag, run::timeOut);
        work.run(run);
    }

    /** The agent is gone: what it ran stays as it is. */
    public void agentDied(int agent) {
        deadAgents.add(agent);
        activeRuns(agent).forEach(run -> run.lost = true);
    }

    /** The agent runs again what it ran when it went, before it has a connection to the database. */
    public void agentRestarted(int agent) {
        deadAgents.remove(agent);
        activeRuns(agent)
                .forEach(run -> run.fail(
                        ErrorCode.OCEANBASE_NOT_HOLD.code(),
                        askedFirst(run) + ErrorCode.OCEANBASE_NOT_HOLD.message(false)));
    }

    /** What a sub-task asks the database first. */
    private static String askedFirst(SubTaskRun run) {
        String first =
                run.dag.restores ? "get running restore task: " : "get tenant from context: get tenant by name: ";
        return run.node.name.equals("Open archive log") ? "get params: " + first : first;
    }

    /** The database cannot be asked: what runs fails when it asks next. */
    void databaseGone() {
        activeRuns()
                .forEach(run ->
                        run.fail(ErrorCode.OCEANBASE_USELESS.code(), ErrorCode.OCEANBASE_USELESS.message(false)));
    }

    private List<SubTaskRun> activeRuns(int agent) {
        return activeRuns().stream().filter(run -> run.subTask.agent == agent).toList();
    }

    private List<SubTaskRun> activeRuns() {
        runs.removeIf(run -> !run.isActive());
        return List.copyOf(runs);
    }

    private void subTaskEnded(Dag dag, Node node, List<SubTask> concerned) {
        if (concerned.stream().allMatch(SubTask::isOver)) {
            schedule(dag, () -> nodeEnded(dag, node, concerned));
        }
    }

    private void nodeEnded(Dag dag, Node node, List<SubTask> concerned) {
        boolean good = concerned.stream().allMatch(subTask -> subTask.state == State.SUCCEED);
        node.finish(good ? State.SUCCEED : State.FAILED, timeline.now());
        if (good) {
            goOn(dag);
        } else {
            fail(dag);
        }
    }

    private void goOn(Dag dag) {
        boolean isBackwards = dag.item.operator == Operator.ROLLBACK;
        if (dag.stage == (isBackwards ? 1 : dag.nodes.size())) {
            succeed(dag);
            return;
        }
        dag.stage += isBackwards ? -1 : 1;
        boolean isDone = dag.current().state == State.SUCCEED;
        schedule(dag, isDone ? () -> goOn(dag) : () -> startNode(dag, dag.current()));
    }

    /** A DAG that locks a tenant or the cluster stays unfinished when it fails, until an operator ends it. */
    private void fail(Dag dag) {
        dag.item.finish(State.FAILED, timeline.now());
        dag.finished = !dag.locks();
    }

    private void succeed(Dag dag) {
        dag.item.finish(State.SUCCEED, timeline.now());
        dag.finished = true;
    }

    private void rollBack(Dag dag, Node node, List<SubTask> subTasks, Consumer<SubTask> then) {
        for (SubTask subTask : subTasks) {
            subTask.executeTimes++;
            subTask.reset(State.READY, Operator.ROLLBACK);
        }
        subTasks.forEach(subTask -> begin(node.undo, new SubTaskRun(dag, node, subTask, () -> then.accept(subTask))));
    }

    /** What does not run yet, and what has run, is not touched. */
    private void cancelSubTasks(Node node) {
        Instant now = timeline.now();
        for (SubTask subTask : node.subTasks) {
            if (subTask.state == State.READY || subTask.state == State.RUNNING) {
                log(subTask, "sub task cancelled");
                subTask.finish(State.FAILED, now);
            }
        }
        node.begin(now);
        node.finish(State.FAILED, now);
    }

    private void log(SubTask subTask, String line) {
        subTask.logs.add(new SubTask.Log(counters.next("log"), subTask.executeTimes, line, timeline.now()));
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
        checkLock(dag);
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
        if (affected.isEmpty()) {
            throw ObshellException.of(ErrorCode.UNEXPECTED, NO_NODE_FAILED);
        }
        restart(dag, Operator.ROLLBACK);
        affected.stream()
                .filter(node -> node.state == State.SUCCEED || node.state == State.FAILED)
                .forEach(node -> node.reset(State.PENDING, Operator.ROLLBACK));
    }

    private void orderRetry(Dag dag) throws ObshellException {
        if (dag.item.state != State.FAILED) {
            throw ObshellException.of(ErrorCode.RETRY_NOT_FAILED);
        }
        checkLock(dag);
        restart(dag, Operator.RUN);
        dag.current().reset(State.PENDING, Operator.RETRY);
    }

    /** A DAG that has let go of its tenant must get hold of it again, and nothing else may have had it meanwhile. */
    private void checkLock(Dag dag) throws ObshellException {
        if (!dag.releasesOnFailure) {
            return;
        }
        if (lockOf(dag.lockedTenant) != null) {
            throw ObshellException.of(ErrorCode.TENANT_UNDER_MAINTENANCE, dag.lockedTenant);
        }
        Dag last = lastOf(dag.lockedTenant);
        if (last != dag) {
            throw ObshellException.of(
                    ErrorCode.TASK_EXPIRED, dag.lockedTenant, last.item.id, dag.item.id, dag.item.name);
        }
    }

    /**
     * Cancels a DAG that runs, and undoes it once it has failed, as the cancelling of a restore does. The server waits for
     * that before it answers; here the answer is known in advance.
     */
    public void cancelAndRollBack(Dag dag) throws ObshellException {
        if (dag.item.state != State.RUNNING) {
            orderRollback(dag);
            return;
        }
        Node cancelled = orderCancel(dag);
        if (cancelled != dag.current()) {
            throw ObshellException.of(ErrorCode.UNEXPECTED, NO_NODE_FAILED);
        }
        if (!cancelled.canRollBack) {
            throw ObshellException.of(ErrorCode.ROLLBACK_NOT_ALLOWED, cancelled.name);
        }
        rollBackWhenFailed(dag);
    }

    private void rollBackWhenFailed(Dag dag) {
        timeline.poll(
                () -> dag.item.state == State.FAILED,
                60,
                () -> {
                    try {
                        orderRollback(dag);
                    } catch (ObshellException e) {
                        // Somebody else has changed its course meanwhile.
                        return;
                    }
                },
                () -> {});
    }

    /** Cancels the first node that is not over. If that is not the one at work, which goes on, all goes forward after it. */
    private Node orderCancel(Dag dag) throws ObshellException {
        if (dag.isOver()) {
            throw ObshellException.of(ErrorCode.CANCEL_FINISHED);
        }
        Node cancelled = dag.nodes.stream()
                .filter(node -> node.state != State.SUCCEED && node.state != State.FAILED)
                .findFirst()
                .orElse(dag.current());
        if (cancelled == dag.current()) {
            restart(dag, Operator.CANCEL);
        } else {
            dag.item.set(State.RUNNING, Operator.CANCEL, timeline.now(), null);
        }
        cancelled.reset(State.PENDING, Operator.CANCEL);
        return cancelled;
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
        dag.item.reset(State.READY, operator);
        schedule(dag, () -> start(dag));
    }

    /** A running sub-task. */
    private final class SubTaskRun implements StageWork.Run {

        private final Dag dag;
        private final Node node;
        private final SubTask subTask;
        private final Runnable then;
        private final int course;
        private boolean over;
        private boolean lost;

        SubTaskRun(Dag dag, Node node, SubTask subTask, Runnable then) {
            this.dag = dag;
            this.node = node;
            this.subTask = subTask;
            this.then = then;
            this.course = dag.course;
        }

        private boolean isActive() {
            return !over && dag.course == course;
        }

        @Override
        public void log(String line) {
            if (isActive()) {
                DagEngine.this.log(subTask, line);
            }
        }

        @Override
        public void after(Duration duration, Runnable then) {
            timeline.after(duration, () -> {
                if (isActive() && !lost) {
                    then.run();
                }
            });
        }

        @Override
        public void await(BooleanSupplier condition, int seconds, String what, Runnable then) {
            timeline.poll(
                    () -> !isActive() || lost || condition.getAsBoolean(),
                    seconds,
                    () -> {
                        if (isActive() && !lost) {
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
                then.run();
            }
        }
    }
}
