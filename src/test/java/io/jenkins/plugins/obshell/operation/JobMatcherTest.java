package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.obshell.client.model.BackupTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which record of the overview is that of this backup, to the second. */
class JobMatcherTest {

    private static final String TENANT = "1002";
    private static final Instant SENT = Instant.parse("2026-11-25T02:00:00Z");
    private static final Instant DAG_STARTED = SENT.plusSeconds(1);
    private static final Instant FROM = SENT.plusSeconds(10);
    private static final Instant BY = SENT.plusSeconds(20);

    private static BackupTask job(String id, Instant start) {
        return new BackupTask(
                TENANT, "1", id, "1", start, null, "DOING", null, 0, 0, 0, 0, 0, 0, 0, null, null, null, null, null,
                null, null);
    }

    private static List<String> ids(List<BackupTask> jobs) {
        return jobs.stream().map(BackupTask::jobId).toList();
    }

    private static OperationState following(Instant from, Instant by) {
        FollowedDag dag = new FollowedDag(
                "11",
                "Obcluster start full backup for tenant1",
                "RUNNING",
                4,
                4,
                DAG_STARTED,
                from,
                by,
                false,
                false,
                null,
                null);
        StartAttempt attempt = StartAttempt.of(1, SENT, SENT, List.of(), null);
        return OperationState.begin(SENT, Duration.ofHours(1))
                .withAttempt(attempt)
                .withDag(dag)
                .withBackups(Backups.NONE.withEarlierJobs(Map.of(TENANT, "7")));
    }

    @ParameterizedTest(name = "begun {0} s after the node")
    @CsvSource({
        "-3, EARLIER",
        "-2, OURS",
        "0, OURS",
        "10, OURS",
        "40, OURS",
        "41, LATER",
        "3600, LATER",
    })
    void aJobIsOursWhereItBeganWhileTheNodeStartedOne(int seconds, JobMatcher.Match match) {
        assertEquals(match, JobMatcher.match(following(FROM, BY), job("8", FROM.plusSeconds(seconds))));
    }

    @ParameterizedTest(name = "begun {0} s after the DAG")
    @CsvSource({"-3, EARLIER", "-2, UNCERTAIN", "60, UNCERTAIN"})
    void beforeTheNodeIsDoneNoJobIsOurs(int seconds, JobMatcher.Match match) {
        assertEquals(match, JobMatcher.match(following(null, null), job("8", DAG_STARTED.plusSeconds(seconds))));
    }

    @ParameterizedTest(name = "begun {0} s after the request")
    @ValueSource(ints = {-28_800, -1, 0, 60})
    void withoutADagANewJobIsUncertainWhateverTheClocksSay(int seconds) {
        OperationState state = following(null, null).withDag(null);

        assertEquals(JobMatcher.Match.UNCERTAIN, JobMatcher.match(state, job("8", SENT.plusSeconds(seconds))));
    }

    @Test
    void withoutARequestNoJobIsEvenUncertain() {
        OperationState state = following(null, null).withDag(null).withAttempt(null);

        assertEquals(JobMatcher.Match.EARLIER, JobMatcher.match(state, job("8", SENT.plusSeconds(60))));
    }

    @Test
    void theJobFromBeforeTheStartIsNotOursWhateverTheClocksSay() {
        assertEquals(JobMatcher.Match.EARLIER, JobMatcher.match(following(FROM, BY), job("7", FROM)));
    }

    @Test
    void aJobWithoutABeginningIsNotOurs() {
        assertEquals(JobMatcher.Match.EARLIER, JobMatcher.match(following(FROM, BY), job("8", null)));
    }

    @Test
    void aKnownJobIsToldByItsIdAlone() {
        OperationState state = following(FROM, BY).withBackups(Backups.NONE.of(Map.of(TENANT, "8")));

        assertEquals(JobMatcher.Match.OURS, JobMatcher.match(state, job("8", FROM.minusSeconds(3600))));
        assertEquals(JobMatcher.Match.LATER, JobMatcher.match(state, job("9", FROM)));
    }

    @Test
    void ofTheHistoryTheFirstAfterTheNodeBeganIsOurs() {
        List<BackupTask> history = List.of(
                job("12", BY.plusSeconds(300)),
                job("10", FROM.plusSeconds(5)),
                job("9", FROM),
                job("8", FROM.minusSeconds(1)),
                job("7", FROM.minusSeconds(600)));

        assertEquals(List.of("9"), ids(JobMatcher.inHistory(following(FROM, BY), TENANT, history)));
    }

    @Test
    void aMomentBeforeTheNodeBeganIsOursOnlyWhereNothingIsAfter() {
        List<BackupTask> history = List.of(
                job("12", BY.plusSeconds(300)), job("8", FROM.minusSeconds(1)), job("7", FROM.minusSeconds(600)));

        assertEquals(List.of("8"), ids(JobMatcher.inHistory(following(FROM, BY), TENANT, history)));
    }

    @Test
    void aKnownJobThatTheHistoryDoesNotHoldIsNotReplacedByAnother() {
        OperationState state = following(FROM, BY).withBackups(Backups.NONE.of(Map.of(TENANT, "8")));

        assertEquals(List.of(), JobMatcher.inHistory(state, TENANT, List.of(job("9", FROM))));
        assertEquals(List.of("8"), ids(JobMatcher.inHistory(state, TENANT, List.of(job("9", FROM), job("8", FROM)))));
    }

    @Test
    void aKnownJobIsRecognizedByItsIdStartAndPathTogether() {
        BackupTask ours = at("8", FROM, "file:///a/1");
        OperationState state = following(FROM, BY)
                .withBackups(Backups.NONE.of(Map.of(TENANT, "8"), Map.of(TENANT, JobMatcher.fingerprint(ours))));

        assertEquals(JobMatcher.Match.OURS, JobMatcher.match(state, ours));
        assertEquals(JobMatcher.Match.OURS, JobMatcher.match(state, at("8", FROM.plusSeconds(5), null)));
        assertEquals(JobMatcher.Match.LATER, JobMatcher.match(state, at("9", FROM, "file:///a/1")));
        assertEquals(JobMatcher.Match.LATER, JobMatcher.match(state, at("8", FROM, "file:///b/1")));
        assertEquals(JobMatcher.Match.LATER, JobMatcher.match(state, at("8", FROM.minusSeconds(3600), "file:///a/1")));
    }

    @Test
    void twoJobsOfTheSameSecondCannotBeDistinguished() {
        List<BackupTask> history = List.of(job("10", FROM.plusMillis(900)), job("9", FROM));

        assertEquals(List.of("9", "10"), ids(JobMatcher.inHistory(following(FROM, BY), TENANT, history)));
    }

    private static BackupTask at(String id, Instant start, String path) {
        return new BackupTask(
                TENANT, "1", id, "1", start, null, "DOING", null, 0, 0, 0, 0, 0, 0, 0, null, path, null, null, null,
                null, null);
    }
}
