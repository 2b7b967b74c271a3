package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.TenantSelection;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Finds out before the first start which tenants are to be backed up, and whether one by one or together. */
final class SeparatePlan {

    /** At how many tenants it looks in one turn. */
    private static final int MOST_TENANTS = 20;

    private final TurnBasedOperation operation;
    private final BackupRequest request;

    SeparatePlan(TurnBasedOperation operation, BackupRequest request) {
        this.operation = operation;
        this.request = request;
    }

    /** The turn that finds the tenants. */
    CompletableFuture<Turn> begin(OperationState state) {
        TenantSelection selection = request.tenants();
        if (selection.isChosenFew()) {
            return look(state.withSeparate(SeparateBackups.of(selection.chosen(), true)));
        }
        return SelectedTenants.read(operation.context().client(), selection).thenCompose(tenants -> {
            if (tenants.users() == null && !selection.isAll()) {
                return CompletableFuture.completedFuture(
                        operation.failure(state, Messages.SeparatePlan_exceptUnlisted()));
            }
            List<ProgressEvent> notes = tenants.notes();
            if (tenants.users() != null && tenants.selected().isEmpty()) {
                return CompletableFuture.completedFuture(operation
                        .failure(state, Messages.SeparatePlan_noTenant())
                        .after(notes));
            }
            // obshell would back up those that are being restored, or in the recycle bin, as well.
            boolean oneByOne = !selection.isAll() || !notes.isEmpty();
            return look(state.withSeparate(SeparateBackups.of(tenants.selected(), oneByOne)))
                    .thenApply(turn -> turn.after(notes));
        });
    }

    /** A turn that looks at the next tenants. */
    CompletableFuture<Turn> look(OperationState state) {
        List<String> unread = state.separate().unread();
        List<String> next = unread.subList(0, Math.min(MOST_TENANTS, unread.size()));
        return new MissingDestinations(operation.context().client())
                .among(next)
                .thenCompose(missing -> (mayNeedNone(state) ? isAnyNewEnough(next, 0) : none())
                        .thenApply(newEnough -> looked(state, next, missing, newEnough)));
    }

    private boolean mayNeedNone(OperationState state) {
        return request.unlessNewerThan() != null && !state.separate().oneByOne();
    }

    private static CompletableFuture<Boolean> none() {
        return CompletableFuture.completedFuture(false);
    }

    private CompletableFuture<Boolean> isAnyNewEnough(List<String> tenants, int index) {
        return index == tenants.size()
                ? none()
                : isNewEnough(tenants.get(index))
                        .thenCompose(newEnough -> newEnough
                                ? CompletableFuture.completedFuture(true)
                                : isAnyNewEnough(tenants, index + 1));
    }

    private CompletableFuture<Boolean> isNewEnough(String tenant) {
        BackupRequest one = request.of(tenant);
        Overview overview = new Overview(operation.context().client(), one.scope());
        EarlierBackup earlier = EarlierBackup.of(operation, overview, one);
        return overview.tasks().thenCompose(earlier::find).thenApply(found -> found.backup() != null);
    }

    private Turn looked(OperationState state, List<String> next, List<String> missing, boolean newEnough) {
        List<String> toBackUp = new ArrayList<>(next);
        toBackUp.removeAll(missing);
        SeparateBackups looked = state.separate().looked(next.size(), toBackUp, newEnough || !missing.isEmpty());
        List<ProgressEvent> events = new ArrayList<>();
        for (String tenant : missing) {
            String message = Messages.SeparatePlan_noDestination(tenant);
            Outcome failure = new Outcome(Verdict.FAILURE, message, OperationResult.NONE);
            looked = looked.with(looked.ended().withFailed(tenant, failure));
            events.add(new ProgressEvent.TenantEnded(tenant, Verdict.FAILURE, message));
        }
        OperationState changed = state.withSeparate(looked);
        if (!looked.unread().isEmpty()) {
            return operation.later(changed.withPace(changed.pace().restarted()), events);
        }
        OperationState planned = changed.in(Phase.FOLLOWING, operation.now());
        if (!looked.oneByOne()) {
            return operation.later(planned, events);
        }
        int atOnce = request.awaitEnd() ? SeparateBackupsOperation.MOST_RUNNING : 0;
        events.add(new ProgressEvent.OneByOne(looked.pending().size(), atOnce));
        return operation.later(planned, events);
    }
}
