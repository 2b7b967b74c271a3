package io.jenkins.plugins.obshell.simulator.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A DAG with its nodes and sub-tasks, as the database of the cluster keeps it. */
public final class Dag {

    /** States of DAGs, nodes and sub-tasks. */
    public enum State {
        PENDING,
        READY,
        RUNNING,
        FAILED,
        SUCCEED
    }

    /** Operators of DAGs, nodes and sub-tasks. */
    public enum Operator {
        RUN,
        RETRY,
        ROLLBACK,
        CANCEL,
        PASS
    }

    /** What DAGs, nodes and sub-tasks have in common. */
    public static class Item {
        public final long number;
        public final String id;
        public final String name;
        public State state;
        public Operator operator = Operator.RUN;
        /** The moment of its creation until it starts; null after an operator changed its course. */
        public Instant start;
        /** The moment of its creation until it ends; null after an operator changed its course. */
        public Instant end;

        public Item(long number, String id, String name, State state, Instant createdAt) {
            this.number = number;
            this.id = id;
            this.name = name;
            this.state = state;
            this.start = createdAt;
            this.end = createdAt;
        }

        public void set(State newState, Operator newOperator, Instant newStart, Instant newEnd) {
            state = newState;
            operator = newOperator;
            start = newStart;
            end = newEnd;
        }

        /** Changes the course, which makes both times unset. */
        public void reset(State newState, Operator newOperator) {
            set(newState, newOperator, null, null);
        }

        public void begin(Instant now) {
            state = State.RUNNING;
            start = now;
        }

        public void finish(State newState, Instant now) {
            state = newState;
            end = now;
        }
    }

    /** What one agent does of a node. */
    public static final class SubTask extends Item {
        public record Log(long id, int executeTimes, String text, Instant at) {}

        public final List<Log> logs = new ArrayList<>();
        public int agent;
        public int executeTimes;

        public SubTask(long number, String id, String name, int agent, Instant createdAt) {
            super(number, id, name, State.PENDING, createdAt);
            this.agent = agent;
        }

        public boolean isOver() {
            return state == State.SUCCEED || state == State.FAILED;
        }
    }

    /** A stage. */
    public static final class Node extends Item {
        public final List<SubTask> subTasks = new ArrayList<>();
        public final StageWork work;
        public final boolean canRollBack;
        /** What is undone when a sub-task of it is rolled back, which a retry does first. */
        public StageWork undo = StageWork.Run::succeed;

        public Node(long number, String id, String name, StageWork work, boolean canRollBack, Instant createdAt) {
            super(number, id, name, State.PENDING, createdAt);
            this.work = work;
            this.canRollBack = canRollBack;
        }

        /** Both its times move when it starts. */
        @Override
        public void begin(Instant now) {
            super.begin(now);
            end = now;
        }
    }

    public final Item item;
    public final String lockedTenant;
    public final List<Node> nodes = new ArrayList<>();
    public int stage = 1;
    public boolean finished;
    public boolean locksCluster;
    /** Whether it lets go of its tenant when it fails, although it stays among the unfinished. */
    public boolean releasesOnFailure;
    /** Whether it restores a tenant, which it shows beside its nodes. */
    public boolean restores;
    /** Counts how often an operator changed the course, so that what was due before is dropped. */
    public int course;

    public Dag(Item item, String lockedTenant) {
        this.item = item;
        this.lockedTenant = lockedTenant;
    }

    public Node current() {
        return nodes.get(stage - 1);
    }

    public boolean locks() {
        return locksCluster || lockedTenant != null;
    }

    public boolean isOver() {
        return item.state == State.SUCCEED || item.state == State.FAILED;
    }
}
