package io.jenkins.plugins.obshell.step.driver;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The state of one operation, in memory and in its build. Only what a restart would miss is stored, and with the end the state
 * after the last turn. Safe for many threads.
 */
final class OperationRecord {

    private static final Logger LOGGER = Logger.getLogger(OperationRecord.class.getName());

    private final OperationHost host;
    private final OperationConsole console;

    /** Held while storing, so that no state is stored over the end. */
    private final Object storing = new Object();

    private StoredOperation stored;
    private OperationState state;
    private boolean closed;
    private volatile boolean storingFailed;

    /**
     * @param host    stores it
     * @param console where it is reported once if it cannot be stored
     */
    OperationRecord(OperationHost host, OperationConsole console) {
        this.host = host;
        this.console = console;
    }

    /**
     * Reads what was stored, once.
     *
     * @return the operation as it was stored last
     * @throws IOException if it cannot be read
     */
    StoredOperation recall() throws IOException, InterruptedException {
        StoredOperation last = stored();
        if (last != null) {
            return last;
        }
        StoredOperation known = host.recall();
        synchronized (this) {
            if (stored == null) {
                stored = known;
                state = known.state();
            }
            return stored;
        }
    }

    /** {@return whether it is a backup; false before it was read} */
    synchronized boolean isBackup() {
        return stored != null && stored.isBackup();
    }

    @CheckForNull
    private synchronized StoredOperation stored() {
        return stored;
    }

    /** {@return the state, or null before the first turn} */
    @CheckForNull
    synchronized OperationState state() {
        return state;
    }

    /** {@return what is known of it without asking obshell} */
    synchronized OperationResult result() {
        return state == null ? OperationResult.NONE : state.known();
    }

    /**
     * Moves to a state, and stores it if a restart would miss it. If it cannot be stored, the state counts all the same.
     *
     * @param changed the new state
     */
    void moveTo(OperationState changed) {
        StoredOperation last = stored();
        try {
            if (accept(changed) && OperationStatus.isNews(last.state(), changed)) {
                store(changed);
            }
            storingFailed = false;
        } catch (IOException | InterruptedException e) {
            LOGGER.log(storingFailed ? Level.FINE : Level.WARNING, "The state of an operation could not be stored", e);
            if (!storingFailed) {
                storingFailed = true;
                console.print(Messages.OperationDriver_storeTrouble(String.valueOf(e.getMessage())));
            }
        }
    }

    /**
     * Moves to a state without storing it.
     *
     * @param changed the new state
     * @return whether it does; after the end no state is taken
     */
    synchronized boolean accept(OperationState changed) {
        if (!closed) {
            state = changed;
        }
        return !closed;
    }

    /**
     * Stores a state.
     *
     * @param changed the new state
     * @throws IOException if it cannot be stored, or the operation has ended
     */
    void store(OperationState changed) throws IOException, InterruptedException {
        synchronized (storing) {
            StoredOperation newer;
            synchronized (this) {
                if (closed) {
                    throw new IOException(Messages.OperationDriver_stopped());
                }
                newer = stored.at(stored.getRevision() + 1, changed);
            }
            host.store(newer);
            synchronized (this) {
                stored = newer;
            }
        }
    }

    /** Takes no further state; only the end is stored. */
    synchronized void close() {
        closed = true;
    }

    private synchronized StoredOperation withLastState(StoredOperation last) {
        return state == null ? last : last.at(last.getRevision() + 1, state.durable());
    }

    /**
     * Stores the end with the last state; does nothing if the operation was never read.
     *
     * @param outcome the end
     */
    void end(Outcome outcome) {
        synchronized (storing) {
            StoredOperation last = stored();
            if (last == null) {
                return;
            }
            try {
                host.store(withLastState(last).ended(outcome));
            } catch (IOException | InterruptedException e) {
                LOGGER.log(Level.WARNING, "The end of an operation could not be stored", e);
            }
        }
    }
}
