package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.http.ReceivedRequest;
import io.jenkins.plugins.obshell.simulator.state.DagView;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must hold in every schedule. An {@link AssertionError} tells which rule is broken and the story of how. */
final class ScheduleRules {

    /** In characters. */
    private static final int LONGEST_STATE = 6000;

    private static final Duration PATIENCE_FOR_PASSWORD = Duration.ofMinutes(2);
    private static final Duration GRACE_AFTER_DEADLINE = Duration.ofSeconds(2);
    /** How long obshell accepts a start, and how long a handler can be at work on it. */
    private static final Duration UNSETTLED = ObshellClient.START_VALIDITY.plus(StartAttempt.HANDLER_TAKES);

    private static final List<String> SECRETS =
            List.of(SimulatedOperations.PASSWORD, ScheduleEvents.CHANGED_PASSWORD, SchedulePlan.ENCRYPTION_PASSWORD);

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

    void turnMade(Turn turn) {
        turns++;
        checkNoSecret(turn.toString());
    }

    /** A turn was made and its state was stored. */
    void checkStored(OperationState state) {
        int length = state.toJson().length();
        check(length <= LONGEST_STATE * (plan.request().isSeparate() ? 3 : 1), "A state of " + length + " characters");
        checkNoSecret(state.toJson());
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
        } else if (state.contact().lostAt() == null
                && ScheduleParts.of(state).stream()
                        .allMatch(part -> part.contact().lostAt() == null)) {
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
        checkGracePeriod();
        checkWhatIsToldOfTenants(outcome, state);
        checkLeftRunning(outcome, state);
        checkTurns();
        if (isGreen(outcome)) {
            checkGreen(outcome, state);
        }
        check(
                !plan.benign() || outcome.verdict() == Verdict.SUCCESS,
                "Red for what must be survived: " + outcome.message());
        checkCancelled(outcome);
    }

    /** An operation that was over gives the same end again. */
    void checkSameEnd(Outcome first, Outcome again) {
        check(again.message().equals(first.message()), "An operation that was over gave another end");
    }

    private void checkMessage(Outcome outcome) {
        check(!outcome.message().isBlank(), "An end without a reason");
        check(!outcome.message().contains("  "), "A message with a gap: " + outcome.message());
        checkNoSecret(outcome.toString());
        boolean hasCause = !outcome.message()
                .replaceFirst("^(Timed out after [^.]*|Aborted)\\.", "")
                .isBlank();
        check(hasCause || outcome.verdict() == Verdict.ABORTED, "Red without a cause: " + outcome.message());
        check(!outcome.message().matches(".*(\\bnull\\b|\\{\\d).*"), "A message with a hole: " + outcome.message());
        check(
                aborted
                        || outcome.verdict() != Verdict.ABORTED
                        || outcome.message().startsWith("Aborted"),
                "Aborted unasked");
    }

    private void checkStarts() {
        others.startsOfStep().stream()
                .collect(Collectors.groupingBy(ReceivedRequest::path))
                .values()
                .forEach(this::checkStarts);
        for (SimulatedTenant tenant : cluster.tenants()) {
            long ours = tenant.backups().stream()
                    .filter(backup -> !others.own(backup))
                    .count();
            check(ours <= (mayBeTwo() ? 2 : 1), ours + " backups of " + tenant.name());
        }
    }

    private void checkStarts(List<ReceivedRequest> starts) {
        for (int i = 1; i < starts.size(); i++) {
            ReceivedRequest earlier = starts.get(i - 1);
            boolean beganNothing = !earlier.acted() || earlier.status() >= 400;
            boolean settled =
                    beganNothing && !starts.get(i).at().isBefore(earlier.at().plus(UNSETTLED));
            check(isRefused(earlier) || settled, "A second start though the first may have begun a backup: " + starts);
        }
    }

    /** An operator let a DAG run again, or a proxy repeated the start, so that a second DAG is not known to the step. */
    private boolean mayBeTwo() {
        return others.retried() || others.startsOfStep().stream().anyMatch(start -> "repeated".equals(start.fault()));
    }

    private static boolean isRefused(ReceivedRequest start) {
        return isAnswered(start)
                ? start.status() >= 400
                : start.fault().matches("error (OB\\.Backup\\.X|OB\\.(Cluster|Tenant)\\.UnderMaintenance)");
    }

    /** The response to this start arrived. */
    private static boolean isAnswered(ReceivedRequest start) {
        return start.fault() == null || Set.of("repeated", "silent close").contains(start.fault());
    }

    /** It ends at its deadline, neither before nor after. */
    void checkDeadline(Outcome outcome, ScheduleDeadline deadline, Instant now) {
        check(
                aborted || !now.isAfter(deadline.latest().plus(GRACE_AFTER_DEADLINE)),
                "Ended at " + now + ", after " + deadline.latest() + ": " + outcome.message());
        // A clock that is put back during a pause that the deadline cut short takes the whole pause from the deadline.
        Instant earliest = deadline.deadline().minus(plan.timing().pollInterval());
        check(
                !outcome.message().startsWith("Timed out") || !now.isBefore(earliest),
                "Timed out at " + now + ", before " + deadline.deadline() + ": " + outcome.message());
    }

    private void checkGracePeriod() {
        check(watchedSinceAbort.compareTo(Duration.ofSeconds(22)) <= 0, "Cancelled for " + watchedSinceAbort);
    }

    /** What is told of a tenant is what OceanBase says of this backup's job, also if it is told to be red. */
    private void checkWhatIsToldOfTenants(Outcome outcome, OperationState state) {
        for (TenantBackup told : outcome.result().tenants()) {
            check(
                    mayHaveJoined(state) || !others.ownJob(told.jobId()),
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

    /** Which of several it has joined is not stored beyond their ends. */
    private boolean mayHaveJoined(OperationState state) {
        return state.backups().joined()
                || plan.request().isSeparate() && plan.request().ifBackupRunning() == IfBackupRunning.JOIN;
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
                        || mayBeTwo()
                        || outcome.verdict() == Verdict.SUCCESS
                                && !plan.request().awaitEnd(),
                "Nothing is said of what goes on: " + outcome.message());
    }

    /** How often it looked stays in proportion to how long it watched. */
    private void checkTurns() {
        long most = (300 + watched.toSeconds()) * (plan.request().isSeparate() ? 2 : 1);
        check(turns <= most, turns + " turns in " + watched);
    }

    private static boolean isGreen(Outcome outcome) {
        return outcome.verdict() == Verdict.SUCCESS || outcome.verdict() == Verdict.WARNING;
    }

    private void checkGreen(Outcome outcome, OperationState state) {
        if (!plan.request().awaitEnd()) {
            return;
        }
        List<TenantBackup> tenants = outcome.result().tenants();
        check(tenants.size() == (plan.scope().isAllTenants() ? 2 : 1), "Green with " + tenants.size() + " tenants");
        for (TenantBackup backup : tenants) {
            SimulatedTenant.BackupView made = cluster.backups()
                    .filter(record -> Long.toString(record.jobId()).equals(backup.jobId()))
                    .findFirst()
                    .orElse(null);
            check(
                    made != null && made.status().equals("COMPLETED"),
                    "Green though job " + backup.jobId() + " is " + made);
            check(
                    !plan.configuresFirst()
                            || made.path()
                                    .startsWith(plan.request()
                                            .configuration()
                                            .settings()
                                            .dataBaseUri()),
                    "Green though the backup lies elsewhere: " + made);
            check(
                    mayHaveJoined(state) || !others.ownJob(backup.jobId()),
                    "Green for somebody else's job " + backup.jobId());
        }
    }

    /** Only what is certainly of this step is cancelled, and unasked only a DAG that would begin its backup too late. */
    private void checkCancelled(Outcome outcome) {
        List<DagView> ordered = cluster.agents().dags().stream()
                .filter(dag -> ordersOfStep(dag.id()) > 0)
                .toList();
        int patches = cluster.agents().requests().count("PATCH", ".*/backup");
        ordered.forEach(
                dag -> check(!others.ownDag(dag.id()), "Somebody else's DAG " + dag.id() + " was ordered to cancel"));
        lastStarts().filter(start -> start.acted() && !isAnswered(start)).forEach(start -> {
            String tenant = start.path().replaceFirst(".*/(?:tenant/([^/]+)|obcluster)/backup", "$1");
            boolean ordersBackup = ordered.stream()
                    .anyMatch(dag -> dag.name().contains(" start ")
                            && dag.name().endsWith(tenant.isEmpty() ? "" : " for " + tenant));
            check(
                    cluster.agents().requests().count("PATCH", start.path()) == 0 && !ordersBackup,
                    "Cancelled what may be somebody else's");
        });
        boolean tooLate = outcome.message().startsWith("Timed out")
                && (others.retried() || cluster.backups().allMatch(others::own));
        check(aborted || patches == 0 && (ordered.isEmpty() || tooLate), "Cancelled unasked");
        cluster.backups()
                .filter(others::own)
                .filter(backup -> backup.status().startsWith("CANCEL"))
                .map(backup -> Long.toString(backup.jobId()))
                .forEach(job -> check(others.cancelled(job), "Somebody else's job " + job + " was cancelled"));
    }

    private long ordersOfStep(String dagId) {
        return cluster.agents().requests().count("POST", ".*/task/dag/" + dagId) - others.orders(dagId);
    }

    /** {@return the last start of each scope} */
    private Stream<ReceivedRequest> lastStarts() {
        Map<String, ReceivedRequest> last = new HashMap<>();
        others.startsOfStep().forEach(start -> last.put(start.path(), start));
        return last.values().stream();
    }

    /** Nothing that leaves an operation holds a secret. */
    void checkNoSecret(String text) {
        SECRETS.forEach(secret -> check(!text.contains(secret), "A secret in " + text));
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
