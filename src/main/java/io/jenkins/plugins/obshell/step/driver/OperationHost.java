package io.jenkins.plugins.obshell.step.driver;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.Journal;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import java.io.IOException;
import java.util.List;

/** What an {@link OperationDriver} works for: a step of a Pipeline or of a freestyle build. */
interface OperationHost {

    /** {@return what tells the cluster that it calls from others} */
    @NonNull
    String cluster();

    /** {@return what of the cluster it waits for; those who wait for the same look at it together} */
    @NonNull
    String subject();

    /** {@return what is done and where, for a person} */
    @NonNull
    String title();

    /** {@return whether somebody still waits for the operation; a step can be completed from outside} */
    boolean isWaiting();

    /** {@return the operation as it was stored last; one without a state where it never was} */
    @NonNull
    StoredOperation recall() throws IOException, InterruptedException;

    /**
     * Stores the operation so that it survives the end of this process.
     *
     * @param operation where it stands, or how it ended
     * @throws IOException where it cannot be stored
     */
    void store(@NonNull StoredOperation operation) throws IOException, InterruptedException;

    /**
     * Opens the cluster. Nothing is sent.
     *
     * @param journal where the operation stores its state before it starts something
     * @return the operation
     * @throws IOException where a parameter is wrong by now, with a message for a person
     */
    @NonNull
    Operation connect(@NonNull Journal journal) throws IOException, InterruptedException;

    /** {@return whether the cluster has other endpoints than when it was opened, so that it must be opened anew} */
    boolean hasMoved();

    /** Tells what happens. */
    void tell(@NonNull List<String> lines) throws IOException, InterruptedException;

    /** Takes the end of the operation; called once. */
    void over(@NonNull Outcome outcome);

    /** Takes a defect, after which the operation cannot go on; called once, in the place of {@link #over}. */
    void broken(@NonNull Throwable defect);
}
