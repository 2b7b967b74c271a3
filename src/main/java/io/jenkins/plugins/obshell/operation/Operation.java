package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import java.util.concurrent.CompletableFuture;

/**
 * Something that obshell is asked to do, followed from request to verdict. A host calls {@link #advance} with the last
 * state, stores the state that comes back, reports its events, waits as long as the turn says and calls again, until a turn
 * has an outcome. Nothing is kept in the operation itself, so it can be made anew from the same request at any time.
 */
public interface Operation {

    /** {@return the state before the first turn} */
    OperationState begin();

    /**
     * One turn: a few calls to obshell, never a wait. A state that is over gives its outcome again and does nothing.
     *
     * @param state the state after the last turn
     * @return the turn; foreseen failures are outcomes, so the future fails only for a defect
     */
    CompletableFuture<Turn> advance(@NonNull OperationState state);

    /**
     * Asks to cancel what was started; the next turns do it and give up after 20 s. A configuration is not cancelled but
     * watched, since half of one leaves the tenant locked.
     *
     * @param state the state after the last turn; while a turn is under way, the one that it gave to the {@link Journal}
     * @return the state to go on with
     */
    OperationState cancel(@NonNull OperationState state);

    /**
     * Stops waiting at once and leaves alone what was started.
     *
     * @param state the state after the last turn; while a turn is under way, the one that it gave to the {@link Journal}
     * @return the end, which says what is left running and how to attach to it
     */
    Outcome abandon(@NonNull OperationState state);

    /**
     * Gives up at the deadline although obshell has not answered the turn that is under way.
     *
     * @param state the state after the last turn, or the one that the turn under way gave to the {@link Journal}
     * @return the end, which says what the operation was doing and what is left running
     */
    Outcome timeOut(@NonNull OperationState state);
}
