package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupSettingsBuilder;
import io.jenkins.plugins.obshell.docs.Documents;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequest;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A backup goes the ways that the picture in the document on architecture shows, and no others. */
class DocumentedPhasesTest {

    private static final Pattern ARROW = Pattern.compile(" +([A-Z]+) --> ([A-Z]+)(?:: .+)?");

    private final SimulatedOperations simulated = SimulatedOperations.threeObshells();
    private final List<Phase> phases = new ArrayList<>();
    private final OperationPlayer player = simulated.player().beforeEachTurn(state -> phases.add(state.phase()));

    @AfterEach
    void close() {
        simulated.close();
    }

    private static Set<String> documented() {
        Set<String> arrows = new TreeSet<>();
        Documents.read("docs/architecture.md")
                .lines()
                .dropWhile(line -> !line.equals("stateDiagram-v2"))
                .takeWhile(line -> !line.equals("```"))
                .map(ARROW::matcher)
                .filter(arrow -> arrow.matches())
                .forEach(arrow -> arrows.add(arrow.group(1) + " " + arrow.group(2)));
        return arrows;
    }

    private void assertDocumented(Phase... expected) {
        phases.add(player.state().phase());
        List<Phase> gone = new ArrayList<>();
        for (Phase phase : phases) {
            if (gone.isEmpty() || gone.get(gone.size() - 1) != phase) {
                gone.add(phase);
            }
        }
        assertEquals(List.of(expected), gone);
        for (int i = 1; i < gone.size(); i++) {
            Phase from = gone.get(i - 1);
            Phase to = gone.get(i);
            boolean shown = isDocumented(from, to)
                    // The turn that sees the end of the DAG verifies, too, and mostly that is the end.
                    || isDocumented(from, Phase.VERIFYING) && isDocumented(Phase.VERIFYING, to);
            assertTrue(shown, from + " to " + to + " is not in the picture");
        }
    }

    private static boolean isDocumented(Phase from, Phase to) {
        return documented().contains(from + " " + to);
    }

    private Operation backup(ConfigurationRequest first, IfBackupRunning ifRunning, Duration unlessNewerThan) {
        return new BackupOperation(
                simulated.context(simulated.client(), state -> phases.add(state.phase()), SecretSource.NONE),
                new BackupRequestBuilder("tenant1")
                        .configuration(first)
                        .ifBackupRunning(ifRunning)
                        .unlessNewerThan(unlessNewerThan)
                        .build());
    }

    @Test
    void thePictureShowsEveryPhase() {
        Set<Phase> shown = EnumSet.noneOf(Phase.class);
        documented().forEach(arrow -> {
            for (String phase : arrow.split(" ")) {
                shown.add(Phase.valueOf(phase));
            }
        });
        assertEquals(EnumSet.allOf(Phase.class), shown);
    }

    @Test
    void aBackupThatIsConfiguredFirst() {
        ConfigurationRequest first = new ConfigurationRequestBuilder(
                        "tenant1", BackupSettingsBuilder.destinations("file:///data", "file:///archive"))
                .onlyIfChanged(true)
                .build();

        player.play(backup(first, IfBackupRunning.FAIL, null));

        assertDocumented(
                Phase.NEW, Phase.CONFIGURING, Phase.NEW, Phase.STARTING, Phase.FOLLOWING, Phase.ARCHIVING, Phase.OVER);
    }

    @Test
    void aBackupThatIsJoined() {
        simulated.cluster.tenant("tenant1").configured();
        simulated.player().playUntil(simulated.fullBackup(), ProgressEvent.BackupProgress.class);

        player.play(backup(null, IfBackupRunning.JOIN, null));

        assertDocumented(Phase.NEW, Phase.FOLLOWING, Phase.ARCHIVING, Phase.OVER);
    }

    @Test
    void aBackupThatIsNewEnough() {
        simulated
                .cluster
                .tenant("tenant1")
                .configured()
                .archivingLogSince(simulated.clock.instant().minus(Duration.ofHours(3)))
                .hadBackup(BackupPlan.ordinary(), simulated.clock.instant().minus(Duration.ofHours(2)));

        player.play(backup(null, IfBackupRunning.FAIL, Duration.ofHours(3)));

        assertDocumented(Phase.NEW, Phase.ARCHIVING, Phase.OVER);
    }

    @Test
    void aBackupThatIsNewEnoughButCanNeverBeRestored() {
        SimulatedTenant tenant = simulated.cluster.tenant("tenant1").configured();
        tenant.archivingLogSince(simulated.clock.instant().minus(Duration.ofHours(3)))
                .archiveLag(Duration.ofHours(2))
                .hadBackup(BackupPlan.ordinary(), simulated.clock.instant().minus(Duration.ofHours(2)));
        boolean[] restarted = {false};
        player.beforeEachTurn(state -> {
            phases.add(state.phase());
            if (state.phase() == Phase.ARCHIVING && !restarted[0]) {
                restarted[0] = true;
                tenant.restartArchiveLog();
            }
        });

        player.play(backup(null, IfBackupRunning.FAIL, Duration.ofHours(3)));

        assertDocumented(
                Phase.NEW, Phase.ARCHIVING, Phase.NEW, Phase.STARTING, Phase.FOLLOWING, Phase.ARCHIVING, Phase.OVER);
    }

    @Test
    void aLostStartThatIsFoundAndAborted() {
        simulated.cluster.tenant("tenant1").configured();
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.loseAnswer())
                        .on("POST", ".*/backup")
                        .once());
        Operation operation = backup(null, IfBackupRunning.FAIL, null);
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        phases.add(player.state().phase());
        player.cancel(operation);

        player.resume(operation);

        assertDocumented(Phase.NEW, Phase.STARTING, Phase.FOLLOWING, Phase.CANCELLING, Phase.OVER);
    }
}
