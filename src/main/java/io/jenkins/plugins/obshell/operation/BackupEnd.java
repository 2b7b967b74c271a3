package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.EncryptionMode;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.RecordTextMapper;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Ends an operation with the verdict on its backups and an event for each of them. */
final class BackupEnd {

    private static final int MOST_REMARKS = 10;

    private final TurnBasedOperation operation;
    private final ProgressReporter reporter;
    private final BackupVerdict verdicts;

    BackupEnd(TurnBasedOperation operation, ProgressReporter reporter, BackupVerdict verdicts) {
        this.operation = operation;
        this.reporter = reporter;
        this.verdicts = verdicts;
    }

    /** The end after all jobs of the backup are over. */
    Turn over(OperationState state, List<BackupTask> jobs) {
        RecordTextMapper texts = operation.texts();
        reporter.show(state, jobs, texts);
        Outcome outcome = unlessEncryptedOtherwise(state, verdicts.verdict(state, jobs, texts));
        List<ProgressEvent> events = ended(outcome.result());
        outcome.result().tenants().stream()
                .filter(tenant -> tenant.isCompleted() && tenant.hasRemark())
                .limit(MOST_REMARKS)
                .forEach(tenant -> events.add(
                        new ProgressEvent.CompletedWithRemark(tenant.tenant(), tenant.result(), tenant.comment())));
        return Turn.over(state, outcome, events);
    }

    /** A set is to be encrypted with the password of the step, and without a password if the step gave none. */
    private Outcome unlessEncryptedOtherwise(OperationState state, Outcome outcome) {
        if (outcome.verdict() != Verdict.SUCCESS) {
            return outcome;
        }
        List<TenantBackup> unencrypted = with(outcome, EncryptionMode::isNone);
        if (!unencrypted.isEmpty() && operation.context().secrets().encrypts()) {
            return warning(outcome, Messages.BackupEnd_unencrypted(names(unencrypted)));
        }
        boolean isStartedHere = state.attempt() != null && !state.backups().joined();
        List<TenantBackup> withPassword = with(outcome, EncryptionMode::needsPassword);
        return isStartedHere
                        && !withPassword.isEmpty()
                        && !operation.context().secrets().encrypts()
                ? warning(outcome, Messages.BackupEnd_passwordOfEarlierBackup(names(withPassword)))
                : outcome;
    }

    private static List<TenantBackup> with(Outcome outcome, Predicate<String> encryptionMode) {
        return outcome.result().tenants().stream()
                .filter(backup -> encryptionMode.test(backup.encryptionMode()))
                .toList();
    }

    private static String names(List<TenantBackup> backups) {
        return FirstFew.of(backups, TenantBackup::tenant).joined(", ");
    }

    private static Outcome warning(Outcome outcome, String warning) {
        return new Outcome(Verdict.WARNING, outcome.message() + " " + warning, outcome.result());
    }

    /** The end although jobs are missing. */
    Turn failure(OperationState state, List<BackupTask> jobs, String message, List<ProgressEvent> earlier) {
        OperationResult known = verdicts.result(state, jobs);
        String status =
                known.status() == null && state.dag() != null ? state.dag().state() : known.status();
        OperationResult result = new OperationResult(
                known.dagId(), known.dagName(), status, known.startTime(), known.endTime(), known.tenants());
        return Turn.over(state, new Outcome(Verdict.FAILURE, message, result), ended(result))
                .after(earlier);
    }

    private static List<ProgressEvent> ended(OperationResult result) {
        List<ProgressEvent> events = new ArrayList<>();
        result.tenants().forEach(tenant -> events.add(new ProgressEvent.TenantOver(tenant)));
        return events;
    }
}
