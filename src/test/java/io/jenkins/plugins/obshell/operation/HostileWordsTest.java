package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.report.ConsoleLines;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An obshell that puts into its words what a console or a page could take for something else. */
@Timeout(600)
class HostileWordsTest {

    /** A console annotation, a forged line, a colour, a line separator and a reversal of what follows. */
    private static final String HOSTILE = "\u001b[8mha:////4AAAA\u001b[0m\n[Pipeline] sh\r\u009b31m\u2028\u202e<b>&";

    private static final Pattern DANGEROUS = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]");

    private final SimulatedOperations simulated = SimulatedOperations.threeObshells();
    private final List<String> shown = new ArrayList<>();

    @AfterEach
    void close() {
        simulated.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "message",
                "errCode",
                "traceId",
                "name",
                "operator",
                "task_logs",
                "ip",
                "version",
                "obVersion",
                "identity",
                "zone",
                "status",
                "comment",
                "path",
                "job_id",
                "tenant_id",
                "backup_set_id",
                "task_id",
                "data_base_uri",
                "public_key",
                "id"
            })
    void nothingItSaysInAnyFieldReachesAConsoleOrAPageAsItCame(String field) {
        simulated.cluster.say(HOSTILE, field);
        simulated.cluster.tenant("tenant1").configured().nextBackup(BackupPlan.ordinary());
        play(simulated.fullBackup());
        simulated
                .cluster
                .tenant("tenant1")
                .nextBackup(BackupPlan.ordinary().withFailure(StageFailure.of("Check destination", "no space")));
        play(simulated.fullBackup());
        simulated.cluster.tenant("tenant2").configured().startForeignBackup();
        play(simulated.backup(new BackupRequestBuilder("tenant2")
                .ifBackupRunning(IfBackupRunning.JOIN)
                .build()));
        play(simulated.check(new CheckRequestBuilder("tenant1").build()));
        assertHarmless();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "GET", "PATCH"})
    void norDoesWhatItRefusesWith(String method) {
        simulated.cluster.tenant("tenant1").configured();
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(400, "OB." + HOSTILE, HOSTILE))
                        .on(method, ".*backup.*"));
        play(simulated.fullBackup());
        play(simulated.configuration(SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, false)));
        assertHarmless();
    }

    @Test
    void norDoesWhatIsLeftRunning() {
        simulated.cluster.say(HOSTILE, "job_id", "name", "task_logs");
        simulated.cluster.tenant("tenant2").configured().startForeignBackup();
        Operation operation = simulated.backup(new BackupRequestBuilder("tenant2")
                .ifBackupRunning(IfBackupRunning.JOIN)
                .build());
        OperationPlayer player = simulated.player();
        player.playUntil(operation, ProgressEvent.Joined.class);
        show(operation.abandon(player.state()));
        assertTrue(shown.toString().contains("[Pipeline] sh"), shown.toString());
        assertHarmless();
    }

    private void play(Operation operation) {
        OperationPlayer player = simulated.player();
        OperationState state = operation.begin();
        for (int turns = 0; turns < 300; turns++) {
            Turn turn = operation.advance(state).join();
            ConsoleLines console = new ConsoleLines();
            turn.events().forEach(event -> {
                shown.add(event.toString());
                shown.addAll(console.lines(event));
            });
            if (turn.isOver()) {
                show(turn.outcome());
                return;
            }
            state = turn.state();
            player.advance(turn.pause());
        }
    }

    private void show(Outcome outcome) {
        shown.add(outcome.toString());
        shown.addAll(new ConsoleLines().lines(outcome));
    }

    private void assertHarmless() {
        assertEquals(
                List.of(),
                shown.stream()
                        .filter(line -> DANGEROUS.matcher(line).find())
                        .map(line -> line.replaceAll("\\p{Cc}", "¤"))
                        .distinct()
                        .toList());
        assertTrue(shown.size() > 1, shown.toString());
    }
}
