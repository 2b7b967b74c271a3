package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupStart;
import io.jenkins.plugins.obshell.client.model.DagOperator;
import io.jenkins.plugins.obshell.simulator.http.ReceivedRequest;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.DagView;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** What everybody but the step does in the cluster of a schedule, and what is theirs. */
final class OtherUsers {

    /** Others encrypt their backups, so the simulator itself knows whose backup is whose. */
    private static final String THEIR_PASSWORD = "somebody-elses";

    private final ScheduleCluster cluster;
    private final SchedulePlan plan;
    private final ScheduleDraws draws;
    private final Set<String> jobs = new HashSet<>();
    private final Set<String> dags = new HashSet<>();
    private final Set<String> cancelled = new HashSet<>();
    private final List<String> ordered = new ArrayList<>();
    private boolean retried;

    OtherUsers(ScheduleCluster cluster, SchedulePlan plan, ScheduleDraws draws) {
        this.cluster = cluster;
        this.plan = plan;
        this.draws = draws;
    }

    boolean own(SimulatedTenant.BackupView backup) {
        return jobs.contains(Long.toString(backup.jobId()))
                || backup.encryption().equals(THEIR_PASSWORD);
    }

    boolean ownJob(String jobId) {
        return cluster.backups()
                .anyMatch(backup -> Long.toString(backup.jobId()).equals(jobId) && own(backup));
    }

    boolean ownDag(String dagId) {
        return dags.contains(dagId);
    }

    /** {@return whether they cancelled this job themselves} */
    boolean cancelled(String jobId) {
        return cancelled.contains(jobId);
    }

    /** {@return how many orders about this DAG operators gave} */
    long orders(String dagId) {
        return ordered.stream().filter(dagId::equals).count();
    }

    /** {@return whether an operator let a DAG run again} */
    boolean retried() {
        return retried;
    }

    /** {@return the requests for a backup that the step sent} */
    List<ReceivedRequest> startsOfStep() {
        return cluster.agents().requests().matching("POST", ".*/backup").stream()
                .filter(start -> !start.body().contains(THEIR_PASSWORD))
                .toList();
    }

    /** {@return whether all backups of the step have begun} */
    boolean stepHasBegun() {
        return cluster.tenants().stream()
                .limit(plan.scope().isAllTenants() ? 2 : 1)
                .allMatch(tenant -> tenant.backups().stream().anyMatch(backup -> !own(backup)));
    }

    /** What is not there yet cannot be told from what somebody else begins meanwhile. */
    private boolean hasStepArrived() {
        return startsOfStep().stream().anyMatch(start -> start.acted() && !"acts late".equals(start.fault()));
    }

    void startBackup() {
        startBackup(draws.any(cluster.tenants()));
    }

    private void startBackup(SimulatedTenant tenant) {
        if (ScheduleCluster.isIdle(tenant)) {
            BackupPlan backup =
                    BackupPlan.ordinary().withDuration(draws.between(Duration.ofSeconds(1), Duration.ofMinutes(80)));
            long job = tenant.startForeignBackup(draws.chance(30) ? backup.failing() : backup);
            jobs.add(Long.toString(job));
            cluster.tell("somebody else begins job " + job + " of " + tenant.name());
        }
    }

    /** Somebody else makes the same backup in the same way, so that its DAG has the name that the step's will have. */
    void startBackupByObshell() {
        SimulatedTenant tenant = draws.any(cluster.tenants()).configured();
        tenant.nextBackup(BackupPlan.ordinary().withDuration(Duration.ofMinutes(1)));
        post(BackupScope.tenant(tenant.name()));
        // The job begins in a later stage of the DAG.
        cluster.pass(Duration.ofMinutes(1));
        cluster.tell("somebody else begins a backup of " + tenant.name() + " by obshell");
        cluster.agents().requests().clear();
    }

    /** Somebody else starts the same in the same way, while the DAG of a start that did arrive is looked for. */
    void startTheSame(OperationState state) {
        if (plan.request().isSeparate()
                || state.phase() != Phase.STARTING
                || state.dag() != null
                || !hasStepArrived()) {
            return;
        }
        try {
            cluster.tell("somebody else starts the same: DAG " + post(plan.scope()));
        } catch (CompletionException e) {
            cluster.tell("somebody else could not start the same");
        }
    }

    private String post(BackupScope scope) {
        String dag = cluster.simulated()
                .operatorsClient()
                .startBackup(scope, new BackupStart(plan.request().mode().word(), null, THEIR_PASSWORD))
                .join()
                .id();
        dags.add(dag);
        return dag;
    }

    /** The controller sleeps until what it follows is over, and meanwhile somebody else makes a backup. */
    void overtake() {
        for (int minutes = 0;
                minutes < 300 && !cluster.tenants().stream().allMatch(ScheduleCluster::isIdle);
                minutes++) {
            cluster.pass(Duration.ofMinutes(1));
        }
        cluster.tell("the controller slept until all backups were over");
        cluster.tenants().forEach(this::startBackup);
    }

    void cancelWhatRuns() {
        SimulatedTenant tenant = draws.any(cluster.tenants());
        cluster.tell("somebody cancels what runs of " + tenant.name());
        tenant.backups().forEach(backup -> cancelled.add(Long.toString(backup.jobId())));
        tenant.cancelBackup();
    }

    /** An operator gives any DAG any order. */
    void operate() {
        List<DagView> all = cluster.agents().dags();
        if (all.isEmpty()) {
            return;
        }
        DagView dag = draws.any(all);
        DagOperator operator = draws.any(List.of(DagOperator.values()));
        cluster.startAllAgents();
        ordered.add(dag.id());
        try {
            cluster.simulated().operatorsClient().operate(dag.id(), operator).join();
            cluster.tell("an operator gives DAG " + dag.id() + " (" + dag.state() + ") " + operator);
            retried |= operator == DagOperator.RETRY;
        } catch (CompletionException e) {
            cluster.tell("an operator could not give DAG " + dag.id() + " " + operator);
        }
    }
}
