package io.jenkins.plugins.obshell.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A DAG with its nodes and sub-tasks, as the database of the cluster keeps it. */
final class Dag {

    /** States of DAGs, nodes and sub-tasks. */
    enum State {
        PENDING,
        READY,
        RUNNING,
        FAILED,
        SUCCEED
    }

    /** Operators of DAGs, nodes and sub-tasks. */
    enum Operator {
        RUN,
        RETRY,
        ROLLBACK,
        CANCEL,
        PASS
    }

    /** What DAGs, nodes and sub-tasks have in common. */
    static class Item {
        final long number;
        final String id;
        final String name;
        State state;
        Operator operator = Operator.RUN;
        Instant start;
        Instant end;

        Item(long number, String id, String name, State state) {
            this.number = number;
            this.id = id;
            this.name = name;
            this.state = state;
        }

        void set(State newState, Operator newOperator, Instant newStart, Instant newEnd) {
            state = newState;
            operator = newOperator;
            start = newStart;
            end = newEnd;
        }

        void begin(Instant now) {
            state = State.RUNNING;
            start = now;
        }

        void finish(State newState, Instant now) {
            state = newState;
            end = now;
        }
    }

    /** What one agent does of a node. */
    static final class SubTask extends Item {
        record Log(long id, int executeTimes, String text, Instant at) {}

        final List<Log> logs = new ArrayList<>();
        int agent;
        int executeTimes;

        SubTask(long number, String id, String name, int agent) {
            super(number, id, name, State.PENDING);
            this.agent = agent;
        }

        boolean isOver() {
            return state == State.SUCCEED || state == State.FAILED;
        }
    }

    /** A stage. */
    static final class Node extends Item {
        final List<SubTask> subTasks = new ArrayList<>();
        final StageWork work;
        final boolean canRollBack;

        Node(long number, String id, String name, StageWork work, boolean canRollBack) {
            super(number, id, name, State.PENDING);
            this.work = work;
            this.canRollBack = canRollBack;
        }
    }

    /** The moment that an operator resets times to; a restarted DAG shows it until it runs again. */
    static final Instant RESET = Instant.EPOCH;

    final Item item;
    final String lockedTenant;
    final List<Node> nodes = new ArrayList<>();
    final Instant createdAt;
    int stage = 1;
    boolean finished;
    /** Counts how often an operator changed the course, so that what was due before is dropped. */
    int course;

    Dag(Item item, String lockedTenant, Instant createdAt) {
        this.item = item;
        this.lockedTenant = lockedTenant;
        this.createdAt = createdAt;
    }

    Node current() {
        return nodes.get(stage - 1);
    }

    boolean isOver() {
        return item.state == State.SUCCEED || item.state == State.FAILED;
    }
}
