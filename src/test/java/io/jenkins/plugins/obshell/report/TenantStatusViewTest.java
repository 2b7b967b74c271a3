package io.jenkins.plugins.obshell.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.StorageConfig;
import io.jenkins.plugins.obshell.operation.result.ArchiveState;
import io.jenkins.plugins.obshell.operation.result.Reading;
import io.jenkins.plugins.obshell.operation.result.Reading.Reason;
import io.jenkins.plugins.obshell.operation.result.RestoreWindow;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.TenantStatus;
import io.jenkins.plugins.obshell.operation.result.TenantStatus.Presence;
import io.jenkins.plugins.obshell.operation.result.TenantStatus.Restorable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jvnet.localizer.LocaleProvider;

/** A row of the page of a cluster: each thing is shown, or that it is unknown and why. */
class TenantStatusViewTest {

    private static final LocaleProvider LOCALES = LocaleProvider.getProvider();
    private static final Instant SHOWN = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant ENDED = Instant.parse("2026-11-22T02:00:00Z");
    private static final TenantBackup BACKUP = new TenantBackup(
            "1002",
            "tenant1",
            "7",
            "3",
            "COMPLETED",
            SHOWN.minusSeconds(2400),
            SHOWN,
            10,
            20,
            0,
            "",
            "file:///backup/tenant1/data",
            1,
            2,
            "NONE",
            false,
            new RestoreWindow(ENDED, ENDED.plusSeconds(3600), 5, null));
    private static final ArchiveState ARCHIVE =
            new ArchiveState("tenant1", "DOING", "2", ENDED.minusSeconds(86400), ENDED.plusSeconds(3600), 75L);

    @AfterEach
    void reset() {
        LocaleProvider.setProvider(LOCALES);
    }

    private static TenantStatusView view(TenantStatus status) {
        return new TenantStatusView(status, null);
    }

    private static TenantStatus status(Instant endedAt, Duration age, StorageConfig destinations) {
        return new TenantStatus(
                "tenant1",
                "1002",
                Presence.IN_USE,
                "COMPLETED",
                Reading.known(BACKUP),
                endedAt,
                age,
                Restorable.YES,
                Reading.known(List.of(ARCHIVE)),
                Reading.known(destinations));
    }

    private static TenantStatus unknown(Reason reason, String message) {
        return new TenantStatus(
                "tenant1",
                "1002",
                Presence.IN_USE,
                null,
                new Reading<>(null, new Reading.Unknown(reason, message)),
                null,
                null,
                Restorable.UNKNOWN,
                new Reading<>(null, new Reading.Unknown(reason, message)),
                new Reading<>(null, new Reading.Unknown(reason, message)));
    }

    @Test
    void everythingOfATenantThatIsBackedUp() {
        TenantStatusView view = new TenantStatusView(
                status(
                        ENDED,
                        Duration.ofHours(26),
                        new StorageConfig("1002", "file:///backup/tenant1/data/", "file:///backup/tenant1/log/")),
                new BuildView("team/nightly", 12, "job/team/job/nightly/"));

        assertEquals("tenant1", view.getTenant());
        assertEquals("IN_USE", view.getPresence());
        assertTrue(view.isCompleted());
        assertEquals("2026-11-22T02:00:00Z", view.getEndTime());
        assertEquals("2026-11-22T01:20:00Z", view.getStartTime());
        assertEquals(26 * 3600, view.getAgeSeconds());
        assertEquals("1d 02h", view.getAge());
        assertEquals("YES", view.getRestorable());
        assertEquals("2026-11-22T02:00:00Z", view.getRestorableFrom());
        assertEquals("2026-11-22T03:00:00Z", view.getRestorableTo());
        assertEquals("5", view.getRestorePoint());
        assertNull(view.getRestorableText());
        assertEquals(75, view.getLagSeconds());
        assertEquals("1m 15s", view.getLag());
        assertEquals("DOING", view.getArchives().get(0).getStatus());
        assertEquals("file:///backup/tenant1/data", view.getDataDestination());
        assertEquals("file:///backup/tenant1/log", view.getArchiveDestination());
        assertEquals("job/team/job/nightly/12/obshell/", view.getBuild().getUrl());
        assertEquals(List.of(), view.getUnknown());
        assertFalse(view.isNewestOther());
    }

    @Test
    void ifTheRealTimeIsUnknownTheOneThatWasShownIsNotTakenForIt() {
        TenantStatusView view = view(status(null, null, new StorageConfig("1002", "", "")));

        assertNull(view.getEndTime());
        assertNull(view.getStartTime());
        assertNull(view.getAgeSeconds());
        assertEquals("2026-11-22T10:00:00Z", view.getShownEnd().getIso());
        assertTrue(view.isNotConfigured());
        assertEquals(-1, view.getAgeOrder());
        assertEquals(75, view.getLagOrder());
    }

    @Test
    void aDestinationIsShownWithoutItsParameters() {
        TenantStatusView view = view(status(
                ENDED,
                Duration.ZERO,
                new StorageConfig(
                        "1002",
                        "s3://bucket/data?host=s3.example.com&access_id=AKID&access_key=s3cr3t",
                        "obs://bucket/log?access_key=s3cr3t")));

        assertEquals("s3://bucket/data", view.getDataDestination());
        assertEquals("obs://bucket/log", view.getArchiveDestination());
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void whatIsUnknownSaysWhyAndIsNoNever(Reason reason) {
        TenantStatusView view = view(unknown(reason, "HTTP 500"));

        assertFalse(view.isCompleted());
        assertNotNull(view.getBackupText());
        assertFalse(view.getBackupText().contains("no COMPLETED backup"), view.getBackupText());
        assertEquals("symbol-status-nobuilt", view.getIcon());
        assertEquals("unknown", view.getRestorableText());
        assertEquals(view.getBackupText(), view.getArchiveUnknown());
        assertEquals(view.getBackupText(), view.getDestinationUnknown());
        assertEquals(List.of(view.getBackupText()), view.getUnknown());
        assertFalse(view.isNotConfigured());
    }

    @Test
    void whatObshellSaidIsShown() {
        assertEquals(
                "unknown: HTTP 500", view(unknown(Reason.FAILED, "HTTP 500")).getBackupText());
    }

    @ParameterizedTest
    @EnumSource(
            value = Presence.class,
            names = {"BEING_RESTORED", "RECYCLED", "DROPPED"})
    void aTenantThatIsNotInUseSaysSoAndNothingElse(Presence presence) {
        TenantStatusView view = view(TenantStatus.notInUse("tenant1", null, presence));

        assertFalse(view.isInUse());
        assertNotNull(view.getPresenceText());
        assertNull(view.getRestorableText());
        assertNull(view.getAge());
        assertNull(view.getLag());
        assertEquals(List.of(), view.getUnknown());
    }

    @Test
    void aTenantWithoutABackupIsRed() {
        TenantStatusView view = view(new TenantStatus(
                "tenant1",
                "1002",
                Presence.IN_USE,
                "FAILED",
                Reading.known(null),
                null,
                null,
                Restorable.NO_BACKUP,
                Reading.known(List.of(ARCHIVE)),
                Reading.known(null)));

        assertEquals("no COMPLETED backup", view.getBackupText());
        assertEquals("symbol-status-red", view.getIcon());
        assertTrue(view.isNewestOther());
        assertEquals("NO_BACKUP", view.getRestorable());
    }

    @Test
    void itSpeaksChinese() {
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Locale.SIMPLIFIED_CHINESE;
            }
        });
        assertEquals("未知：读取耗时过长", view(unknown(Reason.NO_TIME, null)).getBackupText());
        assertEquals(
                "在回收站中",
                view(TenantStatus.notInUse("tenant1", null, Presence.RECYCLED)).getPresenceText());
    }

    @Test
    void aNameThatCannotBePartOfAPathHasADigestInsteadOfIt() {
        assertEquals("prod", ClusterPage.path("prod"));
        assertEquals("生产 1", ClusterPage.path("生产 1"));
        for (String name : List.of("a/b", "..", ".", "a\\b", "a;b", "a%2fb", "a?b", "a#b", "<b>")) {
            assertTrue(ClusterPage.path(name).matches("sha256-[0-9a-f]{64}"), name);
        }
    }
}
