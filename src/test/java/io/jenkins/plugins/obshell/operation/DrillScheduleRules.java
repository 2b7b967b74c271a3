package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.http.ReceivedRequest;
import io.jenkins.plugins.obshell.simulator.state.RestoreView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold in every drill. An {@link AssertionError} tells which rule is broken and the story of how. */
final class DrillScheduleRules {

    /** In characters. */
    private static final int LONGEST_STATE = 6000;

    /** How long obshell accepts a request, and how long a handler can be at work on it. */
    private static final Duration UNSETTLED = ObshellClient.START_VALIDITY.plus(StartAttempt.HANDLER_TAKES);

    private final ScheduleCluster cluster;
    private final DrillScheduleEvents events;

    DrillScheduleRules(ScheduleCluster cluster, DrillScheduleEvents events) {
        this.cluster = cluster;
        this.events = events;
    }

    void checkStored(OperationState state) {
        int length = state.toJson().length();
        check(length <= LONGEST_STATE, "A state of " + length + " characters");
        checkNoSecret(state.toJson());
    }

    void checkNoSecret(String text) {
        check(
                !text.contains(DrillSchedule.PASSWORD_OF_SET) && !text.contains(SimulatedOperations.PASSWORD),
                "A secret: " + text);
    }

    void checkMessage(Outcome outcome) {
        String message = outcome.message();
        check(!message.isBlank() && !message.contains("  "), "A message with a gap: " + message);
        check(!message.matches(".*(\\bnull\\b|\\{\\d).*"), "A message with a hole: " + message);
    }

    /** The restore has ended: green says that its very tenant is there, and usable. */
    void checkRestored(OperationState state) {
        checkRequests(cluster.agents().requests().matching("POST", ".*/tenant/restore"));
        if (state.outcome().verdict() != Verdict.SUCCESS) {
            return;
        }
        String id = state.scratchTenant().id();
        RestoreView restore = cluster.agents().restores().stream()
                .filter(each -> Integer.toString(each.tenantId()).equals(id))
                .findFirst()
                .orElseThrow(() -> broken("Green without a restore: " + id));
        check(restore.status().equals("SUCCESS"), "Green though the restore is " + restore);
        check(restore.scn() == state.restoredBackup().scn(), "Green at another SCN: " + restore);
    }

    /**
     * All is over, and what was on its way has arrived.
     *
     * @param drop the end of the drop; null if the restore said that there is nothing to drop
     */
    void checkEnded(Outcome drop) {
        checkRequests(cluster.agents().requests().matching("DELETE", ".*/tenant/[^/]*"));
        Map<String, Integer> tenants = cluster.agents().tenantIds();
        Set<Integer> ids = Set.copyOf(tenants.values());
        check(
                ids.containsAll(events.others()),
                "A tenant of somebody else was dropped: " + events.others() + " " + ids);
        List<Integer> left = cluster.agents().restores().stream()
                .map(RestoreView::tenantId)
                .filter(ids::contains)
                .toList();
        boolean isSaid = drop != null
                && drop.verdict() != Verdict.SUCCESS
                && drop.message().contains(SimulatedDrill.SCRATCH);
        check(left.isEmpty() || isSaid, "Left without saying so: " + left);
        List<String> pools = cluster.agents().freePools().stream()
                .filter(pool -> pool.startsWith(SimulatedDrill.SCRATCH + "_"))
                .toList();
        check(pools.isEmpty() || isSaid, "Pools left without saying so: " + pools);
    }

    /** One is sent again only if the one before has begun nothing and cannot begin anything any more. */
    private void checkRequests(List<ReceivedRequest> requests) {
        for (int i = 1; i < requests.size(); i++) {
            ReceivedRequest earlier = requests.get(i - 1);
            boolean beganNothing = !earlier.acted() || earlier.status() >= 400;
            boolean isSettled =
                    beganNothing && !requests.get(i).at().isBefore(earlier.at().plus(UNSETTLED));
            boolean isRefused =
                    beganNothing && (earlier.fault() == null || earlier.fault().matches("error OB.*|repeated"));
            check(isRefused || isSettled || isUndone(earlier, requests.get(i)), "Sent again: " + requests);
        }
    }

    /** An operator passed or undid what the one before began, so that there is something to do again. */
    private boolean isUndone(ReceivedRequest earlier, ReceivedRequest later) {
        return earlier.method().equals("DELETE")
                && cluster.agents().dags().stream()
                        .filter(dag -> dag.name().equals("Drop tenant"))
                        .map(dag -> dag.operator())
                        .collect(Collectors.toSet())
                        .contains("PASS");
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            throw broken(rule);
        }
    }

    AssertionError broken(String rule) {
        return new AssertionError(rule + "\n" + cluster.story());
    }
}
