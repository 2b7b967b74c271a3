package io.jenkins.plugins.obshell.step.driver;

import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.Journal;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** The step of a Pipeline or of a freestyle build that an {@link OperationDriver} works for. */
interface OperationHost {

    /** {@return what is done and where, for a person} */
    String title();

    /**
     * @return whether the step still waits for the operation; it can be completed from outside
     * @throws IOException if that cannot be found out
     */
    boolean isWaiting() throws IOException, InterruptedException;

    /** {@return the operation as it was stored last; one without a state if it never was} */
    StoredOperation recall() throws IOException, InterruptedException;

    /**
     * Stores the operation so that it survives the end of this process.
     *
     * @param operation its state, or its end
     * @throws IOException if it cannot be stored
     */
    void store(StoredOperation operation) throws IOException, InterruptedException;

    /**
     * Opens the cluster. Nothing is sent.
     *
     * @param journal where the operation stores its state before it starts something
     * @return the operation
     * @throws IOException if a parameter is wrong by now, with a message for a person
     */
    Operation connect(Journal journal) throws IOException, InterruptedException;

    /**
     * Lets users cancel the operation from now on.
     *
     * @param cancel cancels it; takes the id of the user who asks for that
     */
    void offerCancel(Consumer<String> cancel) throws IOException, InterruptedException;

    /** {@return what is left on the cluster if the operation cannot even ask it, and what to do; empty if nothing} */
    String leftBehind();

    /** {@return whether the cluster has other endpoints than when it was opened, so that it must be opened again} */
    boolean hasMoved();

    /** Prints lines to the console of the build. */
    void print(List<String> lines) throws IOException, InterruptedException;

    /** Takes the end of the operation; called once. */
    void complete(Outcome outcome);

    /** Takes a defect, after which the operation cannot go on; called once, instead of {@link #complete}. */
    void fail(Throwable defect);
}
