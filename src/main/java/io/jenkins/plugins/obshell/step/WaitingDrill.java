package io.jenkins.plugins.obshell.step;

import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.step.driver.OperationDriver;
import io.jenkins.plugins.obshell.step.driver.OperationSource;
import io.jenkins.plugins.obshell.step.driver.TurnThreads;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A drill in a freestyle build, whose thread waits: the restore and the drop. */
final class WaitingDrill {

    private static final Logger LOGGER = Logger.getLogger(WaitingDrill.class.getName());

    private final ObshellRestoreDrillStep step;
    private final WaitingBuild build;
    private final DrillRecord record;
    private final String id;

    /**
     * @param step  the drill, with the values of its variables
     * @param build the build
     */
    WaitingDrill(ObshellRestoreDrillStep step, WaitingBuild build) {
        this.step = step;
        this.build = build;
        this.id = build.freshId();
        this.record = new DrillRecord(build.run(), id);
    }

    /**
     * Waits for its turn, restores, and drops what was restored, also if the build is aborted.
     *
     * @return how it ended
     * @throws InterruptedException if the build was aborted
     */
    Outcome perform() throws InterruptedException {
        try {
            awaitTurn();
            Outcome end = clearAndDrill();
            record.close(step, end);
            return end;
        } finally {
            DrillQueue.get().leave(build.run(), id);
        }
    }

    private Outcome clearAndDrill() throws InterruptedException {
        for (ScratchTenant left : record.leftovers(step.target().label())) {
            build.print(Messages.DrillRecord_dropsLeftover(left.name()));
            Outcome dropped = drop(left);
            if (!StoredOperation.isGone(dropped)) {
                return DrillRecord.notBegun(left, dropped);
            }
        }
        return restoreAndDrop();
    }

    private void awaitTurn() throws InterruptedException {
        CompletableFuture<Void> turn = DrillQueue.get().enter(step.target(), build.run(), id);
        if (!turn.isDone()) {
            build.print(Messages.DrillQueue_waiting(
                    step.target().label(), step.permission().maxConcurrent()));
        }
        try {
            turn.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Outcome restoreAndDrop() throws InterruptedException {
        Outcome restored;
        try {
            restored = await(
                    new DrillRestore(
                            step, build.run(), step.newScratchTenant(build.run().getNumber())),
                    id,
                    driver -> driver.stop(true));
        } catch (InterruptedException e) {
            if (TurnThreads.get().isClosing()) {
                // The next drill drops what this one leaves.
                throw e;
            }
            Optional<Outcome> dropped = dropIfAny();
            record.close(
                    step, DrillRecord.stopped(DrillRecord.together(record.restored(), dropped.orElse(null)), true));
            throw e;
        }
        return DrillRecord.together(restored, dropIfAny().orElse(null));
    }

    private Optional<Outcome> dropIfAny() throws InterruptedException {
        Optional<ScratchTenant> tenant = record.tenant();
        return tenant.isEmpty() ? Optional.empty() : Optional.of(drop(tenant.get()));
    }

    /** An abort gives it 20 more seconds. */
    private Outcome drop(ScratchTenant tenant) throws InterruptedException {
        return await(
                new DrillDrop(step, tenant),
                record.dropOf(tenant),
                driver -> TurnThreads.get().schedule(() -> driver.stop(true), OperationDriver.STOP_LIMIT));
    }

    /** A defect, which the driver has logged and stored, is an end as well: the drill goes on to its drop. */
    private Outcome await(OperationSource source, String operation, Consumer<OperationDriver> stop)
            throws InterruptedException {
        try {
            return build.await(source, operation, stop, outcome -> {});
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "An operation of a drill ended with a defect", e);
            return record.endOf(operation);
        }
    }
}
