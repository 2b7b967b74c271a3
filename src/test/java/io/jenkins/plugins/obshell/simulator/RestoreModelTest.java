package io.jenkins.plugins.obshell.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.obshell.simulator.state.RestoreModel;
import io.jenkins.plugins.obshell.simulator.state.RestoreModel.BackupSet;
import io.jenkins.plugins.obshell.simulator.state.RestoreModel.Refusal;
import io.jenkins.plugins.obshell.simulator.state.RestoreModel.Round;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore succeeds exactly if the chain of the set is whole and one round holds all the log from its start to the point. */
class RestoreModelTest {

    private static final String OLD = "file:///archive/old";
    private static final String NEW = "file:///archive/new";
    private static final BackupSet FULL = new BackupSet(1, 0, "COMPLETED", false, false, 1000, 1000, 2000);
    private static final BackupSet FIRST_INC = new BackupSet(2, 1, "COMPLETED", false, false, 3000, 3000, 4000);
    private static final BackupSet SECOND_INC = new BackupSet(3, 2, "COMPLETED", false, false, 5000, 5000, 6000);
    private static final Round ALWAYS = new Round(OLD, 0, 100_000);

    private static final Refusal NO_LOG = new Refusal(4018, "No enough log for restore");
    private static final Refusal NO_SET = new Refusal(4018, "no backup set is available");
    private static final Refusal NO_CHAIN = new Refusal(4018, "no full backup set exists");
    private static final Refusal TOO_EARLY =
            new Refusal(4018, "no full backup set can be used to restore to given time");

    private static RestoreModel model(BackupSet set, Round... rounds) {
        return new RestoreModel(List.of(set), List.of(rounds));
    }

    private static BackupSet unavailable(BackupSet set, String status, boolean deleted) {
        return new BackupSet(
                set.id(),
                set.baseId(),
                status,
                deleted,
                set.plusArchive(),
                set.startScn(),
                set.userLsStartScn(),
                set.endScn());
    }

    private static void assertRestored(Optional<Refusal> refusal) {
        assertEquals(Optional.empty(), refusal);
    }

    private static void assertRefused(Refusal expected, Optional<Refusal> refusal) {
        assertEquals(Optional.of(expected), refusal);
    }

    @ParameterizedTest
    @CsvSource({"1000,2000,2000", "999,2001,2000", "0,5000,5000", "1000,5000,4999"})
    void aRoundThatBeganInTimeAndHasPassedThePointIsEnough(long start, long checkpoint, long scn) {
        assertRestored(model(FULL, new Round(OLD, start, checkpoint)).restore(1, scn));
    }

    @ParameterizedTest
    @CsvSource({"1001,9000,2000", "1000,1999,2000", "0,4999,5000", "2000,9000,5000"})
    void aRoundThatBeganTooLateOrHasNotPassedThePointIsNot(long start, long checkpoint, long scn) {
        assertRefused(NO_LOG, model(FULL, new Round(OLD, start, checkpoint)).restore(1, scn));
    }

    @Test
    void withoutAnArchiveThereIsNoLog() {
        assertRefused(NO_LOG, model(FULL).restore(1, 2000));
    }

    @ParameterizedTest
    @CsvSource({"900,1000", "1000,900"})
    void theLogIsNeededFromTheEarlierOfBothStarts(long startScn, long userLsStartScn) {
        BackupSet set = new BackupSet(1, 0, "COMPLETED", false, false, startScn, userLsStartScn, 2000);

        assertRestored(model(set, new Round(OLD, 900, 2000)).restore(1, 2000));
        assertRefused(NO_LOG, model(set, new Round(OLD, 901, 2000)).restore(1, 2000));
    }

    @Test
    void twoRoundsDoNotMakeOneEvenIfTheyMeet() {
        Round before = new Round(OLD, 500, 1500);
        Round after = new Round(OLD, 1500, 9000);

        assertRefused(NO_LOG, model(FULL, before, after).restore(1, 2000));
    }

    @Test
    void anyOfManyRoundsIsEnough() {
        Round before = new Round(OLD, 100, 200);
        Round fits = new Round(OLD, 500, 2500);
        Round after = new Round(NEW, 2600, 9000);

        RestoreModel model = model(FULL, before, fits, after);

        assertRestored(model.restore(1, 2500));
        assertRefused(NO_LOG, model.restore(1, 2501));
    }

    @Test
    void aRoundLiesAtItsOwnDestination() {
        RestoreModel model = model(FULL, new Round(OLD, 500, 2500), new Round(NEW, 2600, 9000));

        assertRestored(model.restore(1, OLD, 2000));
        assertRefused(NO_LOG, model.restore(1, NEW, 2000));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 999, 1999})
    void beforeItsEndASetCannotBeRestored(long scn) {
        assertRefused(TOO_EARLY, model(FULL, ALWAYS).restore(1, scn));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAILED", "CANCELED", "BACKUP_USER_DATA", "CANCELING", "SOMETHING_NEW"})
    void onlyACompletedSetCanBeRestored(String status) {
        assertRefused(NO_SET, model(unavailable(FULL, status, false), ALWAYS).restore(1, 2000));
    }

    @Test
    void aDeletedSetCannotBeRestored() {
        assertRefused(
                NO_SET, model(unavailable(FULL, "COMPLETED", true), ALWAYS).restore(1, 2000));
    }

    @Test
    void aSetThatNeverWasCannotBeRestored() {
        assertRefused(NO_SET, model(FULL, ALWAYS).restore(2, 2000));
        assertRefused(NO_SET, model(FULL, ALWAYS).restore(0, 2000));
    }

    @Test
    void anIncrementalSetNeedsItsWholeChain() {
        RestoreModel whole = new RestoreModel(List.of(FULL, FIRST_INC, SECOND_INC), List.of(ALWAYS));

        assertRestored(whole.restore(1, 2000));
        assertRestored(whole.restore(2, 4000));
        assertRestored(whole.restore(3, 6000));
    }

    @ParameterizedTest
    @CsvSource({"FAILED,false", "COMPLETED,true"})
    void withoutTheFullSetNoneOfItsChainCanBeRestored(String status, boolean deleted) {
        BackupSet gone = unavailable(FULL, status, deleted);
        RestoreModel model = new RestoreModel(List.of(gone, FIRST_INC, SECOND_INC), List.of(ALWAYS));

        assertRefused(NO_SET, model.restore(1, 2000));
        assertRefused(NO_CHAIN, model.restore(2, 4000));
        assertRefused(NO_CHAIN, model.restore(3, 6000));
    }

    @ParameterizedTest
    @CsvSource({"FAILED,false", "COMPLETED,true"})
    void withoutALinkTheSetsBeforeItCanBeRestoredAndThoseAfterItCannot(String status, boolean deleted) {
        BackupSet gone = unavailable(FIRST_INC, status, deleted);
        RestoreModel model = new RestoreModel(List.of(FULL, gone, SECOND_INC), List.of(ALWAYS));

        assertRestored(model.restore(1, 2000));
        assertRefused(NO_SET, model.restore(2, 4000));
        assertRefused(NO_CHAIN, model.restore(3, 6000));
    }

    @Test
    void aChainThatLeadsNowhereIsNotWhole() {
        assertRefused(NO_CHAIN, model(FIRST_INC, ALWAYS).restore(2, 4000));
    }

    @Test
    void anIncrementalSetNeedsTheLogFromItsOwnStartOnly() {
        RestoreModel model = new RestoreModel(List.of(FULL, FIRST_INC), List.of(new Round(OLD, 2500, 4000)));

        assertRestored(model.restore(2, 4000));
        assertRefused(NO_LOG, model.restore(1, 4000));
    }

    @Test
    void aSetWithItsLogCanBeRestoredToItsEndWithoutAnArchive() {
        RestoreModel model = model(new BackupSet(1, 0, "COMPLETED", false, true, 1000, 1000, 2000));

        assertRestored(model.restore(1, 2000));
        assertRefused(TOO_EARLY, model.restore(1, 1999));
        assertRefused(NO_LOG, model.restore(1, 2001));
    }

    @Test
    void aSetWithItsLogNeedsTheArchiveForMore() {
        BackupSet set = new BackupSet(1, 0, "COMPLETED", false, true, 1000, 1000, 2000);

        assertRestored(model(set, new Round(OLD, 1000, 3000)).restore(1, 3000));
        assertRefused(NO_LOG, model(set, new Round(OLD, 1001, 3000)).restore(1, 3000));
        assertRestored(model(set, new Round(OLD, 1001, 3000)).restore(1, 2000));
    }

    @Test
    void itsOwnLogDoesNotMendAChain() {
        BackupSet gone = unavailable(FULL, "COMPLETED", true);
        BackupSet set = new BackupSet(2, 1, "COMPLETED", false, true, 3000, 3000, 4000);

        assertRefused(NO_CHAIN, new RestoreModel(List.of(gone, set), List.of()).restore(2, 4000));
    }
}
