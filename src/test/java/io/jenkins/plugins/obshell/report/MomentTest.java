package io.jenkins.plugins.obshell.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Times on a page are those of the user's clock; programs get UTC. */
class MomentTest {

    private static final Instant NEW_YEAR = Instant.parse("2026-12-31T23:30:00.5Z");

    @Test
    void aTimeIsShownInTheTimeZoneOfTheUser() {
        Moment moment = Moment.of(NEW_YEAR);

        assertEquals("2027-01-01 07:30:00", moment.text("Asia/Shanghai"));
        assertEquals("01-01 07:30:00", moment.shortText("Asia/Shanghai"));
        assertEquals("2026-12-31 23:30:00", moment.text("UTC"));
        assertEquals("2026-12-31T23:30:00Z", moment.getIso());
    }

    @Test
    void withoutATimeZoneOfTheUserTheControllersCounts() {
        assertEquals(ZoneId.systemDefault(), Moment.zone(null));
    }
}
