package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What one turn of an operation brought.
 *
 * @param state   what to store, and to give to the next turn
 * @param pause   how long to wait before the next turn; zero if the operation is over
 * @param outcome the end, or null while the operation goes on
 * @param events  what happened in this turn, to be reported once
 */
public record Turn(
        OperationState state, Duration pause, @Nullable Outcome outcome, List<ProgressEvent> events) {

    /** Copies the events. */
    public Turn {
        events = List.copyOf(events);
    }

    static Turn again(OperationState state, Duration pause, List<ProgressEvent> events) {
        return new Turn(state, pause, null, events);
    }

    static Turn over(OperationState state, Outcome outcome, List<ProgressEvent> events) {
        return new Turn(state.in(Phase.OVER).withOutcome(outcome), Duration.ZERO, outcome, events);
    }

    /** {@return whether the operation has ended} */
    public boolean isOver() {
        return outcome != null;
    }

    Turn after(List<ProgressEvent> earlier) {
        if (earlier.isEmpty()) {
            return this;
        }
        List<ProgressEvent> all = new ArrayList<>(earlier);
        all.addAll(events);
        return new Turn(state, pause, outcome, all);
    }

    Turn with(Outcome changed) {
        return new Turn(state, pause, changed, events);
    }

    Turn with(OperationState changed) {
        return new Turn(changed, pause, outcome, events);
    }
}
