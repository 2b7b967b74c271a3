package io.jenkins.plugins.obshell.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.http.PasswordKind;
import io.jenkins.plugins.obshell.simulator.http.SealingClient;
import io.jenkins.plugins.obshell.simulator.http.SealingClient.Got;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.DagIds;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import io.jenkins.plugins.obshell.simulator.state.Table;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The simulated obshell answers as a real obshell 4.5.0 did, request by request. */
class RecordingsTest {

    private static final String OVERVIEW = "/api/v1/tenant/tenant1/backup/overview";
    private static final String DESTINATIONS =
            "{\"data_base_uri\":\"file:///data/backup/t2/data\",\"archive_base_uri\":\"file:///data/backup/t2/archive\"}";
    private static final String SEVEN_DAYS = "{\"delete_policy\":{\"policy\":\"default\",\"recovery_window\":\"7d\"}}";
    private static final String CONFIG = "/api/v1/tenant/tenant1/backup/config";
    private static final BackupPlan FIVE_MINUTES = BackupPlan.ordinary().withDuration(Duration.ofMinutes(5));
    private static final BackupPlan SHORT = BackupPlan.ordinary().withDuration(Duration.ofMinutes(1));

    private RecordingPlayer one;
    private RecordingPlayer two;

    @Test
    void everyRequestIsAnsweredAsRecorded() throws Exception {
        Map<Integer, Recording> recordings = Recording.all("obshell-4.5.0.jsonl");
        KeyPairs keys = new KeyPairs();
        try (RecordingPlayer single = new RecordingPlayer(recordings, keys, 1);
                RecordingPlayer pair = new RecordingPlayer(recordings, keys, 2)) {
            one = single;
            two = pair;
            neverBackedUp();
            names();
            languages();
            credentials();
            bodiesAndRoutes();
            ids();
            settings();
            settingsThatFail();
            backupsThatFail();
            cancelledBackupDags();
            restarts();
            backupBesideAConfiguration();
            backupBesideABackup();
            cancelledBackup();
            configurationThatEndsABackup();
            cancelledDagOfABackup();
            failedStart();
            storage();
            deadAgent();
            passwords();
            oceanBaseAway();
            timeout();
            lostTables();
            open();
            Map<Integer, List<String>> differences = new TreeMap<>(one.differences());
            differences.putAll(two.differences());
            assertEquals("", complaints(recordings.values(), differences));
        }
    }

    private static String complaints(Collection<Recording> recordings, Map<Integer, List<String>> differences) {
        List<String> complaints = new ArrayList<>();
        for (Recording recording : recordings) {
            int line = recording.line();
            List<String> found = differences.get(line);
            if (found == null) {
                complaints.add(line + " is not played");
            } else if (!found.isEmpty()) {
                complaints.add(line + " (" + recording.note() + "): " + String.join("; ", found));
            }
        }
        return String.join("\n", complaints);
    }

    private void neverBackedUp() throws Exception {
        one.fresh().play(1, 2, 3, 4, 5, 6, 7, 8);
        one.watch(one.newest(), 10, 9, 10, 11, 12);
        one.play(13, 69, 70, 71, 72, 73, 74, 75, 78, 80, 81, 82, 83, 84, 85);
        one.startBackup(1, 0);
        one.pass(3000).configure(1, 0, "{}");
        one.pass(10).play(79);
    }

    private RecordingPlayer backedUp() {
        one.fresh();
        for (int tenant : List.of(1, 2)) {
            one.tenant(tenant)
                    .configured()
                    .archivingLog()
                    .everyBackup(SHORT)
                    .hadBackup(SHORT, ManualClock.START.minus(Duration.ofHours(1)));
        }
        return one.pass(10);
    }

    private void names() throws Exception {
        backedUp().play(14, 15, 16, 17, 19, 21, 24, 25, 26, 27, 28);
        one.playAt("/api/v1/tenant/tenant1%20/backup/overview", 18);
        one.playAt(OVERVIEW, 20);
        one.playAt("/api/v1/backup/overview", 22);
        one.playAt("/api/v1/tenant/ten%C3%A4nt/backup/overview", 23);
    }

    private void languages() throws Exception {
        backedUp().play(29, 30, 31);
        one.play(header -> header.put("auth", "wrong"), 32);
    }

    private void credentials() throws Exception {
        backedUp().play(header -> header.put("auth", "wrong"), 33);
        one.play(header -> header.put("auth", ""), 34).play(35);
        SealingClient client = one.client(0);
        one.compare(36, client.send("GET", OVERVIEW, Map.of("X-OCS-Header", "*"), null));
        one.play(header -> header.put("ts", String.valueOf(one.now() - 1)), 37);
        one.play(header -> header.put("ts", String.valueOf(one.now())), 38);
        one.play(header -> header.put("ts", "99999999999"), 39);
        one.play(header -> header.put("ts", "abc"), 40);
        one.play(header -> header.put("ts", "1795704162.638767"), 41);
        one.play(header -> header.put("uri", "/api/v1/info"), 42);
        one.play(header -> header.without("uri"), 43);
        ObjectNode withoutKeys = client.header(OVERVIEW).without("keys");
        one.compare(44, client.sealedWithRawBody("GET", OVERVIEW, withoutKeys, null));
        ObjectNode withoutKeysForABody = client.header(CONFIG).without("keys");
        one.compare(45, client.sealedWithRawBody("PATCH", CONFIG, withoutKeysForABody, "AAAAAAAAAAAAAAAAAAAAAA=="));
        one.compare(46, sealedForAnotherKey(1024));
        one.compare(47, sealedForAnotherKey(2048));
        one.compare(48, agentClient(one, 0, "root-password").get(OVERVIEW));
    }

    private Got sealedForAnotherKey(int bits) throws Exception {
        SimulatedObshell agent = one.cluster().agent(0);
        KeyPair right = agent.keyPair();
        SealingClient client = new SealingClient(agent.endpoint(), one.clock(), "root-password");
        agent.newKey(bits);
        client.get(OVERVIEW);
        agent.setKeyPair(right);
        return client.get(OVERVIEW);
    }

    private static SealingClient agentClient(RecordingPlayer player, int agent, String password) {
        return new SealingClient(player.cluster().endpoints().get(agent), player.clock(), password)
                .with(PasswordKind.AGENT);
    }

    private void bodiesAndRoutes() throws Exception {
        backedUp().play(49, 50, 51, 52).pass(60).play(77, 53, 54, 55, 56, 57, 58, 59, 76);
    }

    private void ids() throws Exception {
        backedUp().play(60, 61, 62, 63, 64, 65, 67, 68);
        one.playOn(DagIds.local(one.cluster().agent(0).port(), 1), 66);
        two.configured().play(358);
    }

    private void settings() throws Exception {
        List<Integer> elsewhere = List.of(130, 131, 132, 163, 164, 165, 166, 167, 170, 171, 172, 173, 174);
        backedUp().configure(1, 0, DESTINATIONS);
        one.pass(60);
        for (int line = 86; line <= 197; line++) {
            if (!elsewhere.contains(line)) {
                one.play(line).pass(60).operate(one.newest(), "pass");
            }
        }
    }

    private void settingsThatFail() throws Exception {
        backedUp().play(130).pass(60).playOn(one.newest(), 131, 132);
        backedUp().play(170).pass(60).playOn(one.newest(), 171).watch(one.newest(), 5, 172, 173, 174);
    }

    private void backupsThatFail() throws Exception {
        backedUp().tenant(2).nextStartRefused("Error 9040 (HY000): backup device is not mounted");
        String refused = one.start(0, "tenant/tenant2", "incremental");
        one.pass(30).playOn(refused, 163);
        one.tenant(2).nextBackup(SHORT.failing()).stopArchiveLog();
        String failed = one.startBackup(2, 0);
        one.pass(120).playOn(failed, 164).tenant(2).stopArchiveLog();
        String completed = one.startBackup(2, 0);
        one.pass(120).playOn(completed, 213).play(165, 166, 167);
    }

    private void cancelledBackupDags() throws Exception {
        Map<Integer, List<Got>> seen = new TreeMap<>();
        for (int seconds = 0; seconds < 14; seconds++) {
            backedUp();
            String dag = one.startBackup(2, 0);
            one.pass(seconds).operate(dag, "cancel").pass(5);
            for (int line : List.of(198, 199, 200, 201, 202)) {
                seen.computeIfAbsent(line, key -> new ArrayList<>()).add(one.sendOn(dag, line));
            }
        }
        seen.forEach(one::compare);
        backedUp();
        String ofAll = one.start(0, "obcluster", "full");
        one.pass(20).operate(ofAll, "cancel").pass(5).playOn(ofAll, 214);
    }

    private void restarts() throws Exception {
        backedUp();
        String waiting = one.startBackup(2, 0);
        one.pass(20).cluster().agentBack(0);
        one.pass(5).playOn(waiting, 203).play(204).pass(10);
        String opening = one.startBackup(2, 0);
        one.pass(4).cluster().agentBack(0);
        one.pass(5).playOn(opening, 205).play(206).pass(10).play(207).pass(10);
        String configuration = one.configure(2, 0, DESTINATIONS);
        one.pass(4).cluster().agentBack(0);
        one.pass(5).playOn(configuration, 208, 209, 210, 211).pass(10).playOn(configuration, 212);
        one.tenant(2).interruptArchiveLog();
        one.play(215, 216);
    }

    private void backupBesideAConfiguration() throws Exception {
        backedUp().play(217);
        String configuration = one.newest();
        one.play(218, 219);
        String backup = one.newest();
        one.play(220);
        String ofAll = one.newest();
        one.play(221, 222).watch(configuration, 10, 223, 224, 225);
        one.pass(120).playOn(backup, 226, 267).playOn(ofAll, 227, 268).play(228);
        one.playOn(configuration, 266, 269, 270).pass(5).playOn(configuration, 271, 272, 273);
        backedUp();
        one.configure(2, 0, SEVEN_DAYS);
        one.configure(1, 0, SEVEN_DAYS);
        one.pass(10);
        String alone = one.configure(2, 0, everything("f", "\"binding\":\"optional\","));
        one.pass(30).playOn(alone, 274);
        String ofTenant1 = one.configure(1, 0, everything("t1", ""));
        one.pass(30).playOn(ofTenant1, 263);
        String full = one.startBackup(1, 0);
        one.pass(120).playOn(full, 264);
        String incremental = one.start(0, "tenant/tenant1", "incremental");
        one.pass(120).playOn(incremental, 265);
    }

    /** A configuration below a folder with all that OceanBase's manual sets. */
    private static String everything(String folder, String more) {
        return "{\"data_base_uri\":\"file:///data/backup/" + folder
                + "/data\",\"archive_base_uri\":\"file:///data/backup/"
                + folder + "/archive\"," + more + "\"piece_switch_interval\":\"3d\",\"log_archive_concurrency\":50,"
                + "\"archive_lag_target\":\"1h\",\"ha_low_thread_score\":18,"
                + "\"delete_policy\":{\"policy\":\"default\",\"recovery_window\":\"2d\"}}";
    }

    private void backupBesideABackup() throws Exception {
        backedUp().play(229);
        String first = one.newest();
        one.playOn(first, 230).watch(first, 20, 231, 232);
        one.play(233, 234).startBackup(1, 0);
        one.pass(10).play(236);
        String second = one.newest();
        one.watch(second, 10, 237, 238, 239, 240, 241);
        one.playOn(second, 242).watch(second, 10, 243, 244, 245, 246, 247);
        one.pass(120).playOn(first, 248).play(249);
        one.startBackup(2, 0);
        one.pass(120).play(250, 251).startBackup(2, 0);
        one.watch(one.newest(), 20, 235);
    }

    private void cancelledBackup() throws Exception {
        backedUp().play(252);
        String dag = one.newest();
        one.watch(dag, 6, 253).play(254);
        one.watch(dag, 4, 255, 256).pass(30).playOn(dag, 257).play(258, 259);
        one.play(260).watch(dag, 3, 261);
        one.tenant(2).underMaintenance(true);
        one.play(262);
    }

    private void configurationThatEndsABackup() throws Exception {
        backedUp();
        String backup = one.startBackup(2, 0);
        one.pass(20).play(275).watch(one.newest(), 30, 276, 277, 278, 279);
        one.playOn(backup, 280).play(281);
    }

    private void cancelledDagOfABackup() throws Exception {
        backedUp().tenant(2).everyBackup(FIVE_MINUTES);
        one.play(282);
        String dag = one.newest();
        one.watch(dag, 10, 283, 284, 285, 286, 287);
        one.playOn(dag, 288).watch(dag, 20, 289, 290, 291, 292);
        one.playOn(dag, 293).watch(dag, 5, 294).pass(300).playOn(dag, 295).play(296);
        one.play(297, 298, 299);
    }

    private void failedStart() throws Exception {
        backedUp().tenant(2).nextBackup(SHORT.canceled());
        one.startBackup(2, 0);
        one.pass(120).tenant(2).everyBackup(FIVE_MINUTES).stopArchiveLog();
        one.play(301);
        String first = one.newest();
        one.watch(first, 12, 302, 303, 304).play(305);
        String second = one.newest();
        one.watch(second, 8, 306, 307, 308, 309, 310, 311);
        one.playOn(second, 312).watch(second, 10, 313, 314, 315, 316);
        one.pass(5).play(317);
        String third = one.newest();
        one.pass(10).playOn(third, 318).pass(10);
        one.playOn(third, 320).playOn(third, 321).pass(235).watch(first, 25, 319, 322);
        String fourth = one.startBackup(2, 0);
        one.pass(5)
                .operate(fourth, "cancel")
                .pass(5)
                .playOn(fourth, 323)
                .pass(10)
                .play(332);
        String fifth = one.startBackup(2, 0);
        one.playOn(fifth, 333);
    }

    private void storage() throws Exception {
        backedUp();
        String key = "&access_id=a&access_key=b";
        storage(324, "oss://bucket/p/%s?host=h.example.com" + key);
        storage(325, "oss://bucket/p/%s?host=h.example.com&access_id=a&encrypt_key=b");
        storage(326, "s3://bucket/p/%s?host=h.example.com&s3_region=r1" + key);
        storage(327, "cos://bucket/p/%s?host=h.example.com&appid=7&delete_mode=tagging" + key);
        storage(328, "cos://bucket/p/%s?host=h.example.com" + key);
        storage(329, "obs://bucket/p/%s?host=h.example.com" + key);
        storage(330, "oss://bucket/p/%s");
        storage(331, "file:///data/backup/t1/%s/");
    }

    private void storage(int line, String uri) throws Exception {
        one.tenant(1).configured(String.format(uri, "d"), String.format(uri, "a"));
        one.play(line);
    }

    private void deadAgent() throws Exception {
        two.configured().tenant(2).stopArchiveLog();
        String completed = two.startBackup(2, 0);
        two.pass(3000).playOn(completed, 334);
        two.tenant(2).everyBackup(SHORT);
        String left = two.startBackup(2, 0);
        two.pass(20).cluster().agentDown(0);
        two.playOn(left, 335).pass(120).playOn(left, 336).play(337).cluster().agentBack(0);
        two.pass(5).playOn(left, 338).cluster().agentDown(0);
        String waiting = two.startBackup(2, 1);
        two.pass(100).playOn(waiting, 339).cluster().agentBack(0);
        two.pass(100).playOn(waiting, 340);
        String configured = two.configure(1, 1, DESTINATIONS);
        two.pass(60).playOn(configured, 359).cluster().agentDown(0);
        String cancelled = two.startBackup(2, 1);
        two.pass(20).client(1).post("/api/v1/task/dag/" + cancelled, "{\"operator\":\"cancel\"}");
        two.pass(5).playOn(cancelled, 360);
        String hanging = two.configure(2, 1, "{\"ha_low_thread_score\":19}");
        two.pass(60).playOn(hanging, 361, 362).pass(5).playOn(hanging, 363);
    }

    private void passwords() throws Exception {
        backedUp().cluster().changeRootPasswordUnseen("new-password");
        one.play(341);
        one.play(header -> header.put("auth", "new-password"), 342).play(343);
        two.configured().tenant(1).everyBackup(SHORT);
        String failed = two.startBackup(1, 1);
        two.pass(20).cluster().oceanBaseAway(true);
        two.pass(5).cluster().oceanBaseAway(false);
        String info = "/api/v1/tenant/tenant1/backup/info";
        SealingClient agent = agentClient(two, 1, "AGENT-PASSWORD");
        two.pass(100).play(350, 351, 352).compare(353, agent.get(info));
        two.compare(354, agentClient(two, 1, "root-password").get(info));
        two.play(header -> header.put("auth", "AGENT-PASSWORD"), 355).playOn(failed, 349);
        two.compare(356, agent.get("/api/v1/task/dag/" + failed)).play(357);
    }

    private void oceanBaseAway() throws Exception {
        backedUp().cluster().oceanBaseAway(true);
        one.play(344, 345, 346, 347, 348);
    }

    private void timeout() throws Exception {
        backedUp().tenant(2).everyBackup(BackupPlan.ordinary().withDuration(Duration.ofHours(2)));
        String dag = one.startBackup(2, 0);
        one.pass(4000).playOn(dag, 364).play(365, 366);
        backedUp().cluster().awaitBackupsFor(Duration.ofSeconds(10));
        one.tenant(2).everyBackup(FIVE_MINUTES).stopArchiveLog();
        String impatient = one.startBackup(2, 0);
        one.pass(60).playOn(impatient, 300);
    }

    private void lostTables() throws Exception {
        backedUp();
        String dag = one.startBackup(1, 0);
        one.pass(120).playOn(dag, 368).play(369);
        Duration second = Duration.ofSeconds(1);
        one.cluster().loseTable(Table.BACKUPS, second);
        one.play(367).pass(1).cluster().loseTable(Table.NODES, second);
        one.playOn(dag, 370, 371).pass(1).cluster().loseTable(Table.DAGS, second);
        one.playOn(dag, 372, 373).play(374, 375, 376).pass(1).cluster().loseTable(Table.TENANTS, second);
        one.play(377, 378, 379);
    }

    private void open() throws Exception {
        backedUp().play(380, 381, 382, 383);
    }
}
