package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A host for tests: lets the virtual clock pass as an operation asks, and stores and reads back the state every turn. */
public final class OperationPlayer {

    private static final int MOST_TURNS = 20_000;

    private final List<ManualClock> clocks;
    private final List<ProgressEvent> events = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private OperationState state;
    private Consumer<OperationState> beforeTurn = ignored -> {};

    OperationPlayer(ManualClock... clocks) {
        this.clocks = List.of(clocks);
    }

    /** Lets time pass for everybody. */
    void advance(Duration duration) {
        clocks.forEach(clock -> clock.advance(duration));
    }

    OperationPlayer beforeEachTurn(Consumer<OperationState> action) {
        beforeTurn = action;
        return this;
    }

    /** Plays from the beginning to the end. */
    public Outcome play(Operation operation) {
        state = operation.begin();
        return resume(operation);
    }

    /** Plays on from the stored state to the end. */
    Outcome resume(Operation operation) {
        for (int turns = 0; turns < MOST_TURNS; turns++) {
            Turn turn = turn(operation);
            if (turn.isOver()) {
                return turn.outcome();
            }
            advance(turn.pause());
        }
        throw new AssertionError("Still not over after " + MOST_TURNS + " turns: " + state.toJson());
    }

    /** Plays until something has happened. */
    void playUntil(Operation operation, Class<? extends ProgressEvent> event) {
        state = operation.begin();
        for (int turns = 0; turns < MOST_TURNS; turns++) {
            Turn turn = turn(operation);
            if (turn.isOver()) {
                throw new AssertionError("Over before " + event.getSimpleName() + ": " + turn.outcome());
            }
            if (turn.events().stream().anyMatch(event::isInstance)) {
                return;
            }
            advance(turn.pause());
        }
        throw new AssertionError("Never: " + event.getSimpleName());
    }

    /** One turn; the clock stands still. */
    Turn turn(Operation operation) {
        beforeTurn.accept(state);
        Turn turn = operation.advance(state).join();
        state = OperationState.fromJson(turn.state().toJson());
        events.addAll(turn.events());
        pauses.add(turn.pause());
        return turn;
    }

    void cancel(Operation operation) {
        state = operation.cancel(state);
    }

    OperationState state() {
        return state;
    }

    void setState(OperationState restored) {
        state = restored;
    }

    List<Duration> pauses() {
        return pauses;
    }

    List<ProgressEvent> events() {
        return events;
    }

    <T extends ProgressEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
