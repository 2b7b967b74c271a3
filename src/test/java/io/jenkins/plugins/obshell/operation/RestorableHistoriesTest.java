package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.operation.request.BackupMode;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.TimingBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.RestoreModel;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Over random histories of a tenant's backups and of its log archive, a step is green exactly if a restore to its point
 * succeeds. The one exception is what obshell does not report: a round of the archive that had passed the backup and was stopped
 * or paused before the step looked.
 */
class RestorableHistoriesTest {

    /** More are played with {@code -Dobshell.histories=5000}; {@code -Dobshell.history.seed=} plays one. */
    private static final int HISTORIES = Integer.getInteger("obshell.histories", 60);

    private static final String CODE = "history %d: %s; %s; %s";

    private int spared;

    @Test
    void aStepIsGreenExactlyIfItsBackupCanBeRestored() {
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        Integer one = Integer.getInteger("obshell.history.seed");
        for (int seed = one == null ? 1 : one; seed <= (one == null ? HISTORIES : one); seed++) {
            try (SimulatedOperations simulated = cluster(seed)) {
                verdicts.merge(new History(seed, simulated).play(), 1, Integer::sum);
            }
        }
        if (one == null) {
            assertTrue(verdicts.getOrDefault(Verdict.SUCCESS, 0) > HISTORIES / 5, verdicts.toString());
            assertTrue(verdicts.getOrDefault(Verdict.FAILURE, 0) > HISTORIES / 10, verdicts.toString());
            assertTrue(spared > 0, "No earlier backup made another one unnecessary");
        }
    }

    private static SimulatedOperations cluster(int seed) {
        List<Integer> zones = List.of(0, 0, -8, 8);
        return new SimulatedOperations(SimulatedCluster.builder()
                .agents(1)
                .tenants("tenant1")
                .databaseClockOffset(Duration.ofHours(zones.get(seed % zones.size()))));
    }

    /** One history, drawn from a seed. */
    private final class History {

        private final int seed;
        private final Random random;
        private final SimulatedOperations simulated;
        private final SimulatedTenant tenant;
        private final OperationPlayer player;
        private final List<String> happened = new ArrayList<>();
        private int destinations;

        History(int seed, SimulatedOperations simulated) {
            this.seed = seed;
            this.random = new Random(seed);
            this.simulated = simulated;
            this.player = simulated.player();
            this.tenant = simulated.cluster.tenant("tenant1").configured();
        }

        Verdict play() {
            if (chance(70)) {
                tenant.archivingLog();
            }
            pass(60);
            for (int earlier = random.nextInt(3); earlier > 0; earlier--) {
                act("earlier backup", () -> backUp(Duration.ZERO, chance(40), null));
                troubleArchive();
                pass(7200);
            }
            tenant.nextBackup(BackupPlan.ordinary().withDuration(Duration.ofSeconds(30L + random.nextInt(3600))));
            boolean isCheck = chance(30) && !happened.isEmpty();
            player.beforeEachTurn(state -> {
                boolean isNow =
                        state.phase() == Phase.ARCHIVING ? chance(25) : state.phase() == Phase.FOLLOWING && chance(2);
                if (isNow) {
                    troubleArchive();
                }
            });
            Duration unlessNewerThan = chance(50) ? Duration.ofMinutes(30L + random.nextInt(300)) : null;
            Outcome outcome = isCheck
                    ? check()
                    : backUp(Duration.ofMinutes(5L + random.nextInt(25)), chance(40), unlessNewerThan);
            judge(outcome);
            return outcome.verdict();
        }

        private Outcome backUp(Duration restorableWithin, boolean incremental, Duration unlessNewerThan) {
            boolean plusArchive = chance(20);
            happened.add((incremental ? "incremental" : "full") + (plusArchive ? " plus archive" : "") + " within "
                    + restorableWithin + (unlessNewerThan == null ? "" : " unless newer than " + unlessNewerThan));
            Outcome outcome = player.play(simulated.backup(new BackupRequestBuilder("tenant1")
                    .mode(incremental ? BackupMode.INCREMENTAL : BackupMode.FULL)
                    .plusArchive(plusArchive)
                    .restorableWithin(restorableWithin)
                    .unlessNewerThan(unlessNewerThan)
                    .timing(new TimingBuilder().timeout(Duration.ofHours(5)).build())
                    .build()));
            if (outcome.message().startsWith("No backup was made")) {
                spared++;
                SimulatedTenant.BackupView set = tenant.backups().stream()
                        .filter(backup -> Long.toString(backup.setId())
                                .equals(outcome.result().tenants().get(0).backupSetId()))
                        .findFirst()
                        .orElseThrow();
                assertTrue(incremental || !set.incremental(), told(outcome));
                assertTrue(!plusArchive || set.plusArchive(), told(outcome));
            }
            return outcome;
        }

        private Outcome check() {
            boolean upToNow = chance(50);
            happened.add(upToNow ? "restore point" : "check");
            CheckRequestBuilder request = new CheckRequestBuilder("tenant1")
                    .timing(new TimingBuilder().timeout(Duration.ofMinutes(40)).build());
            return player.play(simulated.check((upToNow ? request.archivedUpToNow() : request.restorable()).build()));
        }

        private void judge(Outcome outcome) {
            TenantBackup backup = outcome.result().tenants().stream()
                    .filter(TenantBackup::isCompleted)
                    .findFirst()
                    .orElse(null);
            if (outcome.verdict() == Verdict.SUCCESS) {
                assertTrue(backup != null, told(outcome));
                RestoreModel.BackupSet set = set(backup);
                // Only the overview reports SCNs, and it shows the last backup only.
                boolean isWithoutScn = backup.endScn() == 0 && set.plusArchive();
                assertTrue(outcome.result().restorable() != null || isWithoutScn, told(outcome));
                if (outcome.result().restorable() != null) {
                    assertRestores(
                            outcome, backup, outcome.result().restorable().toScn());
                }
                assertRestores(outcome, backup, set.endScn());
                return;
            }
            assertEquals(Verdict.FAILURE, outcome.verdict(), told(outcome));
            boolean isReported = tenant.archiveLogStatus().equals("DOING");
            boolean isPoint = happened.contains("restore point");
            if (backup != null && isReported && !isPoint) {
                RestoreModel all = tenant.restoreModel();
                RestoreModel.Round current = all.rounds().get(all.rounds().size() - 1);
                RestoreModel reported = new RestoreModel(all.sets(), List.of(current));
                assertTrue(
                        reported.restore(
                                        Long.parseLong(backup.backupSetId()),
                                        set(backup).endScn())
                                .isPresent(),
                        "red, though it can be restored: " + told(outcome));
            }
        }

        private RestoreModel.BackupSet set(TenantBackup backup) {
            return tenant.restoreModel().sets().stream()
                    .filter(set -> Long.toString(set.id()).equals(backup.backupSetId()))
                    .findFirst()
                    .orElseThrow();
        }

        private void assertRestores(Outcome outcome, TenantBackup backup, long scn) {
            assertEquals(null, refusal(backup, scn), told(outcome));
        }

        private RestoreModel.Refusal refusal(TenantBackup backup, long scn) {
            return tenant.restoreModel()
                    .restore(Long.parseLong(backup.backupSetId()), scn)
                    .orElse(null);
        }

        private String told(Outcome outcome) {
            return CODE.formatted(seed, happened, outcome.verdict(), outcome.message());
        }

        private void troubleArchive() {
            int draw = random.nextInt(100);
            if (draw < 30) {
                act("lag", () -> tenant.archiveLag(Duration.ofSeconds(random.nextInt(1800))));
            } else if (draw < 40) {
                act("stop", tenant::stopArchiveLog);
            } else if (draw < 50) {
                act("interrupt", tenant::interruptArchiveLog);
            } else if (draw < 60) {
                act("restart", tenant::restartArchiveLog);
            } else if (draw < 70) {
                act("suspend", tenant::suspendArchiveLog);
            } else if (draw < 80) {
                act("resume", tenant::resumeArchiveLog);
            } else if (draw < 88) {
                destinations++;
                act(
                        "new destination",
                        () -> tenant.configured(tenant.dataDestination(), "file:///data/archive" + destinations));
            }
        }

        private void act(String what, Runnable action) {
            happened.add(what);
            action.run();
        }

        private void pass(int mostSeconds) {
            player.advance(Duration.ofSeconds(10L + random.nextInt(mostSeconds)));
        }

        private boolean chance(int percent) {
            return random.nextInt(100) < percent;
        }
    }
}
