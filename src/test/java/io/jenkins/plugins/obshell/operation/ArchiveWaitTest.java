package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.RestoreWindow;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the points to which a backup can be restored are said. */
class ArchiveWaitTest {

    private static final Instant FROM = Instant.parse("2026-11-22T02:43:13.100Z");

    @ParameterizedTest(name = "{0} ms")
    @CsvSource({
        "0, 'Restorable to 2026-11-22 02:43:13 UTC, with the log that it includes.'",
        "200, Restorable to 2026-11-22 02:43:13 UTC.",
        "1000, Restorable from 2026-11-22 02:43:13 to 2026-11-22 02:43:14 UTC."
    })
    void aSpanWithinASecondIsSaidAsOneTime(long millis, String said) {
        OperationResult result = OperationResult.NONE.restorable(
                "1002", false, new RestoreWindow(FROM, FROM.plusMillis(millis), 1, null));

        Outcome outcome = ArchiveWait.withWindow(new Outcome(Verdict.SUCCESS, "It is COMPLETED.", result));

        assertEquals("It is COMPLETED. " + said, outcome.message());
    }
}
