package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.obshell.operation.request.BackupMode;
import io.jenkins.plugins.obshell.operation.request.Destination;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What obshell reports of a backup set decides whether it counts as the one that is asked for; unknown is not yes. */
class RequiredBackupSetTest {

    private static final Destination DATA =
            Destination.of("file:///backup/data").orElseThrow();

    private static String shortfall(RequiredBackupSet required, BackupSetKind kind) {
        return required.shortfall(kind).orElse(null);
    }

    @ParameterizedTest
    @CsvSource({
        "FULL,FULL,",
        "FULL,full,",
        "FULL,INC,'it is incremental, not full'",
        "FULL,,'obshell does not report whether it is full; versions since 4.3.2 do'",
        "FULL,'','obshell does not report whether it is full; versions since 4.3.2 do'",
        "FULL,OTHER,'obshell does not report whether it is full; versions since 4.3.2 do'",
        "INCREMENTAL,FULL,",
        "INCREMENTAL,INC,",
        "INCREMENTAL,,"
    })
    void aFullBackupCountsAsAnIncrementalOneAndNotTheOtherWayRound(BackupMode mode, String type, String expected) {
        assertEquals(
                expected,
                shortfall(new RequiredBackupSet(mode, false, null, false), new BackupSetKind(type, null, null, null)));
    }

    @ParameterizedTest
    @CsvSource({
        "ON,",
        "OFF,it does not include its log (plusArchive)",
        ",obshell does not report whether it includes its log; versions since 4.3.2 do"
    })
    void theLogMustBeIncludedIfThatIsAskedFor(String plusArchivelog, String expected) {
        BackupSetKind kind = new BackupSetKind("FULL", plusArchivelog, null, null);
        assertEquals(expected, shortfall(new RequiredBackupSet(BackupMode.FULL, true, null, false), kind));
        assertEquals(null, shortfall(new RequiredBackupSet(BackupMode.FULL, false, null, false), kind));
    }

    @ParameterizedTest
    @CsvSource({
        "file:///backup/data,",
        "file:///backup/data/,",
        "file:///backup/data2,'it is at file:///backup/data2, not at file:///backup/data'",
        ",obshell does not report its destination",
        "'',obshell does not report its destination"
    })
    void theSetMustLieAtTheDestinationIfOneIsGiven(String path, String expected) {
        BackupSetKind kind = new BackupSetKind("FULL", null, path, null);
        assertEquals(expected, shortfall(new RequiredBackupSet(BackupMode.FULL, false, DATA, false), kind));
        assertEquals(null, shortfall(new RequiredBackupSet(BackupMode.FULL, false, null, false), kind));
    }

    @ParameterizedTest
    @CsvSource({
        "PASSWORD,",
        "TRANSPARENT_ENCRYPTION,",
        "NONE,it is not encrypted",
        ",obshell does not report whether it is encrypted",
        "OTHER,obshell does not report whether it is encrypted"
    })
    void theSetMustBeEncryptedIfAPasswordIsGiven(String encryptionMode, String expected) {
        BackupSetKind kind = new BackupSetKind("FULL", null, null, encryptionMode);
        assertEquals(expected, shortfall(new RequiredBackupSet(BackupMode.FULL, false, null, true), kind));
        assertEquals(null, shortfall(new RequiredBackupSet(BackupMode.FULL, false, null, false), kind));
    }
}
