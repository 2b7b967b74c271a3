package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import java.time.Duration;
import java.time.Instant;

/**
 * One backup under faults, restarts and aborts that follow from a seed alone. A benign schedule holds only what a backup must
 * survive; any other may end red, but never wrongly green. This is the host: it makes the turns, restarts, and aborts.
 */
final class RandomSchedule {

    private static final int MOST_TURNS = 4000;
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    private final ScheduleDraws draws;
    private final ScheduleCluster cluster;
    private final SchedulePlan plan;
    private final ScheduleEvents events;
    private final ScheduleRules rules;
    private boolean aborted;
    private OperationState journaled;

    /**
     * @param simulated  the cluster; it is made as new
     * @param seed       what everything follows from
     * @param hasHistory whether its obshells list earlier backups
     * @param clocksAgree whether OceanBase's clock is that of the obshells
     */
    RandomSchedule(SimulatedOperations simulated, long seed, boolean hasHistory, boolean clocksAgree) {
        draws = new ScheduleDraws(seed);
        cluster = new ScheduleCluster(simulated);
        plan = SchedulePlan.draw(draws, hasHistory, clocksAgree);
        OtherUsers others = new OtherUsers(cluster, plan, draws);
        events = new ScheduleEvents(cluster, plan, draws, others);
        rules = new ScheduleRules(cluster, plan, others);
        events.prepare();
    }

    /**
     * Plays it.
     *
     * @throws AssertionError if a rule is broken
     */
    void play() {
        OperationState state = operation().begin();
        ScheduleDeadline deadline =
                new ScheduleDeadline(controllerNow(), plan.timing().timeout());
        Operation operation = operation();
        for (int turns = 0; turns < MOST_TURNS; turns++) {
            if (turns >= plan.calmTurns()) {
                events.happen(state);
            }
            if (draws.chance(15)) {
                operation = operation();
            }
            if (isAbortDue()) {
                if (draws.chance(20)) {
                    ended(operation.abandon(state), state);
                    return;
                }
                state = abort(operation, state);
            }
            journaled = null;
            deadline.turnBegins(controllerNow());
            Turn turn = operation.advance(state).join();
            rules.turnMade(turn);
            if (isKilled(turn)) {
                state = stored(journaled == null ? state : journaled);
                operation = operation();
                continue;
            }
            state = stored(turn.state());
            rules.checkStored(state);
            if (turn.isOver()) {
                rules.checkDeadline(turn.outcome(), deadline, controllerNow());
                ended(turn.outcome(), state);
                rules.checkSameEnd(
                        turn.outcome(), operation().advance(state).join().outcome());
                return;
            }
            rules.checkGoesOn(turn, state);
            Duration pause = untilNextTurn(state, turn.pause());
            deadline.turnStored(controllerNow(), pause);
            cluster.pass(pause);
            rules.watched(pause);
        }
        throw rules.broken("Not over after " + MOST_TURNS + " turns: " + state.toJson());
    }

    private Operation operation() {
        ObshellClient client = cluster.simulated().client(plan.secrets());
        return BackupOperation.of(
                new OperationContext(
                        client,
                        cluster.simulated().controllerClock,
                        this::journal,
                        plan.secrets(),
                        observation -> rules.checkNoSecret(observation.toString())),
                plan.request());
    }

    private void journal(OperationState state) {
        rules.checkNoSecret(state.toJson());
        journaled = state;
    }

    private Instant controllerNow() {
        return cluster.simulated().controllerClock.instant();
    }

    /** No pause is longer than until the deadline, except by a second. */
    private Duration untilNextTurn(OperationState state, Duration pause) {
        if (state.phase() == Phase.CANCELLING) {
            return pause;
        }
        Duration left = Duration.between(controllerNow(), state.endsAt(controllerNow()));
        Duration most = left.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : left;
        return pause.compareTo(most) < 0 ? pause : most;
    }

    private static OperationState stored(OperationState state) {
        return OperationState.fromJson(state.toJson());
    }

    private boolean isAbortDue() {
        return !plan.benign() && !aborted && (events.cancelSoon() || draws.chance(2));
    }

    private OperationState abort(Operation operation, OperationState state) {
        cluster.tell("asked to cancel in " + state.phase());
        aborted = true;
        rules.aborted();
        return operation.cancel(state);
    }

    /** The controller may stop after a turn, before it has stored what came of it, and start again later. */
    private boolean isKilled(Turn turn) {
        if (!draws.chance(4) || turn.isOver() || plan.benign() && isUnknowable(turn)) {
            return false;
        }
        cluster.tell("killed after a turn that led to " + turn.state().phase());
        cluster.pass(Duration.ofSeconds(draws.below(plan.benign() ? 40 : 400)));
        return true;
    }

    /**
     * Killed before it could store that its start was refused, it cannot know that any more; nor whether a configuration is
     * its own, if the obshells are too old to report the destinations.
     */
    private boolean isUnknowable(Turn turn) {
        if (plan.request().isSeparate()) {
            return journaled != null && ScheduleParts.isStartForgotten(journaled, turn.state());
        }
        OperationState state =
                turn.state().phase() == Phase.CONFIGURING ? turn.state().configuration() : turn.state();
        boolean isUnverifiable = turn.state().phase() == Phase.CONFIGURING && !plan.hasHistory();
        return journaled != null && (state.phase() == Phase.NEW || isUnverifiable);
    }

    private void ended(Outcome outcome, OperationState state) {
        if (Boolean.getBoolean("obshell.schedules.tell")) {
            System.out.println((plan.benign() ? "benign " : "") + outcome.verdict() + " "
                    + cluster.agents().requests().size() + " " + outcome.message());
        }
        rules.checkEnded(outcome, state);
    }
}
