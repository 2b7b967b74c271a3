package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.operation.request.DropRequest;
import io.jenkins.plugins.obshell.operation.request.FixedSecrets;
import io.jenkins.plugins.obshell.operation.request.RestoreRequest;
import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.StoredJson;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * One drill under faults, restarts and aborts that follow from a seed alone: a restore, and the drop that follows whatever its
 * end. This is the host: it makes the turns, restarts, and aborts.
 */
final class DrillSchedule {

    static final String PASSWORD_OF_SET = "encryption-password";

    private static final int MOST_TURNS = 4000;

    /** After the drop, what was still on its way in the cluster has time to arrive. */
    private static final Duration CALM = Duration.ofHours(4);

    private final ScheduleDraws draws;
    private final ScheduleCluster cluster;
    private final DrillScheduleEvents events;
    private final DrillScheduleRules rules;
    private final SecretSource secrets = new FixedSecrets(PASSWORD_OF_SET, null);
    private final Timing timing;
    private OperationState journaled;

    /**
     * @param simulated the cluster; it is made as new
     * @param seed      what everything follows from
     */
    DrillSchedule(SimulatedOperations simulated, long seed) {
        draws = new ScheduleDraws(seed);
        cluster = new ScheduleCluster(simulated);
        events = new DrillScheduleEvents(cluster, draws);
        rules = new DrillScheduleRules(cluster, events);
        timing = new Timing(
                draws.between(Duration.ofMinutes(1), Duration.ofHours(8)),
                draws.between(Duration.ofSeconds(20), Duration.ofMinutes(2)),
                draws.between(Duration.ZERO, Duration.ofMinutes(30)));
        events.prepare();
    }

    /**
     * Plays it.
     *
     * @throws AssertionError if a rule is broken
     */
    void play() {
        OperationState state = play(this::restore);
        rules.checkRestored(state);
        ScratchTenant scratch = state.scratchTenant();
        if (scratch != null) {
            ScratchTenant stored = StoredJson.read(StoredJson.write(scratch), ScratchTenant.class);
            events.dropping();
            state = play(() -> drop(stored));
        }
        cluster.pass(CALM);
        rules.checkEnded(scratch == null ? null : state.outcome());
    }

    private Operation restore() {
        RestoreRequest request =
                new RestoreRequest("tenant1", SimulatedDrill.SCRATCH, "drill_2c8g", List.of(), true, timing);
        return new RestoreOperation(context(), cluster.simulated().client(), request);
    }

    private Operation drop(ScratchTenant scratch) {
        return new DropOperation(context(), new DropRequest(scratch, timing));
    }

    private OperationContext context() {
        return new OperationContext(
                cluster.simulated().client(secrets),
                cluster.simulated().controllerClock,
                this::journal,
                secrets,
                seen -> rules.checkNoSecret(seen.toString()));
    }

    private void journal(OperationState state) {
        rules.checkNoSecret(state.toJson());
        journaled = state;
    }

    private OperationState play(Supplier<Operation> made) {
        Operation operation = made.get();
        OperationState state = operation.begin();
        boolean aborted = false;
        for (int turns = 0; turns < MOST_TURNS; turns++) {
            events.happen();
            if (!aborted && draws.chance(1)) {
                cluster.tell("asked to cancel in " + state.phase());
                aborted = true;
                state = operation.cancel(state);
            }
            journaled = null;
            Turn turn = operation.advance(state).join();
            rules.checkNoSecret(turn.toString());
            if (!turn.isOver() && draws.chance(4)) {
                cluster.tell("killed after a turn that led to " + turn.state().phase());
                cluster.pass(Duration.ofSeconds(draws.below(400)));
                state = stored(journaled == null ? state : journaled);
                operation = made.get();
                continue;
            }
            state = stored(turn.state());
            rules.checkStored(state);
            if (turn.isOver()) {
                Outcome outcome = turn.outcome();
                cluster.tell(outcome.verdict() + ": " + outcome.message());
                cluster.tell("the last state: " + state.toJson());
                rules.checkMessage(outcome);
                if (Boolean.getBoolean("obshell.schedules.tell")) {
                    System.out.println(outcome.verdict() + " " + outcome.message());
                }
                return state;
            }
            cluster.pass(turn.pause());
        }
        throw rules.broken("Not over after " + MOST_TURNS + " turns: " + state.toJson());
    }

    private static OperationState stored(OperationState state) {
        return OperationState.fromJson(state.toJson());
    }
}
