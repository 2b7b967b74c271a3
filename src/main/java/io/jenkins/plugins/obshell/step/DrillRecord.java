package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.client.model.SqlAddress;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.RestoredBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** What a build has stored of a drill: its restore, and its drop. */
final class DrillRecord {

    /** Older builds are not searched for what their drills have left. */
    private static final int MOST_BUILDS = 50;

    private static final Logger LOGGER = Logger.getLogger(DrillRecord.class.getName());

    private final Run<?, ?> run;
    private final String id;

    /**
     * @param run the build
     * @param id  the id of the restore in the build
     */
    DrillRecord(Run<?, ?> run, String id) {
        this.run = run;
        this.id = id;
    }

    /** {@return the restore; empty if it has not begun} */
    Optional<StoredOperation> restore() {
        return ObshellRunAction.of(run).find(id);
    }

    /** {@return how the restore ended, as far as it is known} */
    Outcome restored() {
        return endOf(id);
    }

    /**
     * @param operation the id of the restore or of a drop in the build
     * @return how it ended, as far as it is known
     */
    Outcome endOf(String operation) {
        return ObshellRunAction.of(run)
                .find(operation)
                .map(StoredOperation::outcome)
                .orElseGet(() -> new Outcome(Verdict.FAILURE, Messages.DrillRecord_unknown(), OperationResult.NONE));
    }

    /** {@return the tenant that the restore has made or may still make; empty if there is nothing to drop} */
    Optional<ScratchTenant> tenant() {
        return restore().map(StoredOperation::scratchTenant);
    }

    /** {@return the same tenant unless a drop in the build has shown that it is gone} */
    Optional<ScratchTenant> tenantLeft() {
        return tenant().filter(tenant -> isLeft(tenant, ObshellRunAction.of(run).getOperations()));
    }

    /** {@return where the restored tenant takes SQL; empty if it is not restored, or obshell does not tell} */
    Optional<SqlAddress> sqlAddress() {
        return restore()
                .map(StoredOperation::state)
                .map(OperationState::restoredBackup)
                .map(RestoredBackup::sqlAddress);
    }

    /**
     * Stores how the whole drill has ended, with its restore if that has begun, and tells the listeners.
     *
     * @param step  the drill
     * @param whole how its restore, its checks and its drop have ended together
     */
    void close(ObshellRestoreDrillStep step, Outcome whole) {
        try {
            Optional<StoredOperation> restore = restore();
            if (restore.isPresent()) {
                ObshellRunAction.of(run).store(restore.get().drillEnded(whole));
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Could not store how a drill has ended in " + run);
        }
        ObshellCompletion.announce(run, step.functionName(), step.target(), whole);
    }

    /** {@return the id of the drop of a tenant in the build} */
    String dropOf(ScratchTenant tenant) {
        return id + "-" + tenant.name();
    }

    /**
     * Finds what earlier drills of the job, or of this build, may have left because they could not drop it, or because their
     * build was killed. It loads builds.
     *
     * @param cluster the name of the cluster
     * @return their tenants that no drop has seen the end of
     */
    List<ScratchTenant> leftovers(String cluster) {
        List<StoredOperation> earlier = new ArrayList<>();
        Run<?, ?> build = run.getPreviousCompletedBuild();
        for (int i = 1; i < MOST_BUILDS && build != null; i++) {
            earlier.addAll(operations(build, cluster));
            build = build.getPreviousCompletedBuild();
        }
        return left(operations(run, cluster), earlier);
    }

    /**
     * @param ofThisBuild what this build has stored; one of its drills that has not ended needs its tenant
     * @param earlier     what builds have stored that are over
     * @return the tenants that no drop has seen the end of
     */
    static List<ScratchTenant> left(List<StoredOperation> ofThisBuild, List<StoredOperation> earlier) {
        List<StoredOperation> all =
                Stream.concat(ofThisBuild.stream(), earlier.stream()).toList();
        return Stream.concat(ofThisBuild.stream().filter(StoredOperation::hasDrillEnded), earlier.stream())
                .filter(StoredOperation::isRestore)
                .map(StoredOperation::scratchTenant)
                .filter(tenant -> tenant != null && isLeft(tenant, all))
                .toList();
    }

    private static boolean isLeft(ScratchTenant tenant, List<StoredOperation> operations) {
        return operations.stream().noneMatch(operation -> operation.hasDropped(tenant.name()));
    }

    private static List<StoredOperation> operations(Run<?, ?> build, String cluster) {
        ObshellRunAction action = build.getAction(ObshellRunAction.class);
        return action == null
                ? List.of()
                : action.getOperations().stream()
                        .filter(operation -> cluster.equals(operation.getCluster()))
                        .toList();
    }

    /**
     * @param restore how the restore ended
     * @param drop    how the drop ended; null if there was nothing to drop
     * @return how both ended: as the restore if that failed, else as the drop
     */
    static Outcome together(Outcome restore, @CheckForNull Outcome drop) {
        if (drop == null) {
            return restore;
        }
        Verdict verdict = restore.verdict() != Verdict.SUCCESS
                ? restore.verdict()
                : drop.verdict() == Verdict.ABORTED ? Verdict.FAILURE : drop.verdict();
        return new Outcome(verdict, restore.message() + " " + drop.message(), restore.result());
    }

    /** {@return how a drill has ended that was aborted, or whose checks have failed} */
    static Outcome stopped(Outcome both, boolean aborted) {
        return aborted
                ? new Outcome(Verdict.ABORTED, Messages.DrillRecord_aborted(both.message()), both.result())
                : new Outcome(Verdict.FAILURE, Messages.DrillRecord_checksFailed(both.message()), both.result());
    }

    /** {@return the end of a drill that did not begin, because an earlier one's tenant could not be dropped} */
    static Outcome notBegun(ScratchTenant left, Outcome drop) {
        return new Outcome(
                drop.verdict(), Messages.DrillRecord_leftover(left.name(), drop.message()), OperationResult.NONE);
    }
}
