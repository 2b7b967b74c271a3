package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.http.ReceivedRequest;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What must hold in every schedule. An {@link AssertionError} tells which rule is broken and the story of how. */
final class ScheduleRules {

    /** In characters. */
    private static final int LONGEST_STATE = 6000;

    private static final Duration PATIENCE_FOR_PASSWORD = Duration.ofMinutes(2);

    private final ScheduleCluster cluster;
    private final SchedulePlan plan;
    private final OtherUsers others;
    private boolean aborted;
    private int turns;
    private Duration watched = Duration.ZERO;
    private Duration watchedSinceAbort = Duration.ZERO;
    private Duration passwordRefusedFor = Duration.ZERO;

    ScheduleRules(ScheduleCluster cluster, SchedulePlan plan, OtherUsers others) {
        this.cluster = cluster;
        this.plan = plan;
        this.others = others;
    }

    void aborted() {
        aborted = true;
    }

    /** Time passes in which the controller works. */
    void watched(Duration duration) {
        watched = watched.plus(duration);
        if (aborted) {
            watchedSinceAbort = watchedSinceAbort.plus(duration);
        }
    }

    void turnMade() {
        turns++;
    }

    /** A turn was made and its state was stored. */
    void checkStored(OperationState state) {
        int length = state.toJson().length();
        check(length <= LONGEST_STATE, "A state of " + length + " characters");
    }

    /** The operation goes on after this turn. */
    void checkGoesOn(Turn turn, OperationState state) {
        check(turn.pause().compareTo(Duration.ofMillis(100)) >= 0, "A pause of " + turn.pause());
        checkProgress(turn);
        checkPassword(state, turn.pause());
    }

    /** Once progress is told, the job that makes it is known, whatever the overview shows later. */
    private void checkProgress(Turn turn) {
        boolean told = turn.events().stream().anyMatch(ProgressEvent.BackupProgress.class::isInstance);
        check(!told || !turn.state().backups().jobs().isEmpty(), "Progress of a job that is not known");
    }

    private void checkPassword(OperationState state, Duration pause) {
        // While contact is lost nobody refuses the password, and it is the outage that is tolerated.
        if (state.contact().passwordRefusedAt() == null) {
            passwordRefusedFor = Duration.ZERO;
        } else if (state.contact().lostAt() == null) {
            passwordRefusedFor = passwordRefusedFor.plus(pause);
        }
        Duration most = PATIENCE_FOR_PASSWORD.plus(plan.timing().pollInterval()).plusSeconds(10);
        check(passwordRefusedFor.compareTo(most) <= 0, "Waited " + passwordRefusedFor + " for a password");
    }

    /** The operation is over. */
    void checkEnded(Outcome outcome, OperationState state) {
        cluster.tell(outcome.verdict() + ": " + outcome.message());
        cluster.tell("the last state: " + state.toJson());
        cluster.tenants().forEach(tenant -> cluster.tell(tenant.name() + " has " + tenant.backups()));
        checkMessage(outcome);
        checkStarts();
        checkDeadline();
        checkWhatIsToldOfTenants(outcome, state);
        checkLeftRunning(outcome, state);
        checkTurns();
        if (outcome.verdict() == Verdict.SUCCESS) {
            checkGreen(outcome, state);
        }
        check(
                !plan.benign() || outcome.verdict() == Verdict.SUCCESS,
                "Red for what must be survived: " + outcome.message());
        checkCancelled();
    }

    /** An operation that was over gives the same end again. */
    void checkSameEnd(Outcome first, Outcome again) {
        check(again.message().equals(first.message()), "An operation that was over gave another end");
    }

    private void checkMessage(Outcome outcome) {
        check(!outcome.message().isBlank(), "An end without a reason");
        check(!outcome.message().contains("  "), "A message with a gap: " + outcome.message());
        check(
                aborted
                        || outcome.verdict() != Verdict.ABORTED
                        || outcome.message().startsWith("Aborted"),
                "Aborted unasked");
    }

    private void checkStarts() {
        List<ReceivedRequest> starts = others.startsOfStep();
        for (ReceivedRequest start : starts.subList(0, Math.max(0, starts.size() - 1))) {
            check(isRefused(start), "A second start though the first may have arrived: " + starts);
        }
        for (SimulatedTenant tenant : cluster.tenants()) {
            long ours = tenant.backups().stream()
                    .filter(backup -> !others.own(backup))
                    .count();
            check(ours <= (others.retried() ? 2 : 1), ours + " backups of " + tenant.name());
        }
    }

    private static boolean isRefused(ReceivedRequest start) {
        return start.fault() == null
                ? start.status() >= 400
                : start.fault().matches("error (OB\\.Backup\\.X|OB\\.(Cluster|Tenant)\\.UnderMaintenance)");
    }

    private void checkDeadline() {
        Duration most =
                plan.timing().timeout().plus(plan.timing().pollInterval()).plusMinutes(3);
        check(aborted || watched.compareTo(most) <= 0, "Watched for " + watched + ", more than " + most);
        check(watchedSinceAbort.compareTo(Duration.ofSeconds(22)) <= 0, "Cancelled for " + watchedSinceAbort);
    }

    /** What is told of a tenant is what OceanBase says of this backup's job, also if it is told to be red. */
    private void checkWhatIsToldOfTenants(Outcome outcome, OperationState state) {
        for (TenantBackup told : outcome.result().tenants()) {
            check(
                    state.backups().joined() || !others.ownJob(told.jobId()),
                    "Somebody else's job " + told.jobId() + " is told");
            cluster.backups()
                    .filter(backup -> Long.toString(backup.jobId()).equals(told.jobId()))
                    .filter(ScheduleCluster::isOver)
                    .forEach(backup -> check(
                            backup.status().equals(told.status()),
                            "Job " + told.jobId() + " is " + backup.status() + ", not " + told.status()));
        }
        check(
                state.backups().joined() || state.dagId() == null || !others.ownDag(state.dagId()),
                "Somebody else's DAG " + state.dagId() + " was adopted");
    }

    /** If a backup of this operation goes on, its end says how to find it. */
    private void checkLeftRunning(Outcome outcome, OperationState state) {
        boolean goesOn = cluster.backups()
                .anyMatch(backup -> !others.own(backup)
                        && !ScheduleCluster.isOver(backup)
                        && !backup.status().startsWith("ODD"));
        boolean told = Stream.of("obshellBackupStatus", "may still be running", "(job ", "backup history on the server")
                .anyMatch(outcome.message()::contains);
        check(
                !goesOn
                        || told
                        || others.retried()
                        || outcome.verdict() == Verdict.SUCCESS
                                && !plan.request().awaitEnd(),
                "Nothing is said of what goes on: " + outcome.message());
    }

    /** How often it looked stays in proportion to how long it watched. */
    private void checkTurns() {
        long most = 300 + watched.toSeconds();
        check(turns <= most, turns + " turns in " + watched);
    }

    private void checkGreen(Outcome outcome, OperationState state) {
        if (!plan.request().awaitEnd()) {
            return;
        }
        List<TenantBackup> tenants = outcome.result().tenants();
        check(tenants.size() == (plan.scope().isAllTenants() ? 2 : 1), "Green with " + tenants.size() + " tenants");
        for (TenantBackup backup : tenants) {
            String status = cluster.backups()
                    .filter(record -> Long.toString(record.jobId()).equals(backup.jobId()))
                    .map(SimulatedTenant.BackupView::status)
                    .findFirst()
                    .orElse("not there");
            check(status.equals("COMPLETED"), "Green though job " + backup.jobId() + " is " + status);
            check(
                    state.backups().joined() || !others.ownJob(backup.jobId()),
                    "Green for somebody else's job " + backup.jobId());
        }
    }

    private void checkCancelled() {
        long orders = cluster.agents().requests().count("POST", ".*/task/dag/.*");
        int patches = cluster.agents().requests().count("PATCH", ".*/backup");
        check(aborted || orders <= others.orders() && patches == 0, "Cancelled unasked");
        cluster.backups()
                .filter(others::own)
                .filter(backup -> backup.status().startsWith("CANCEL"))
                .map(backup -> Long.toString(backup.jobId()))
                .forEach(job -> check(others.cancelled(job), "Somebody else's job " + job + " was cancelled"));
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            throw broken(rule);
        }
    }

    AssertionError broken(String rule) {
        return new AssertionError(rule + "\n" + plan.request() + "\n" + cluster.story());
    }
}
