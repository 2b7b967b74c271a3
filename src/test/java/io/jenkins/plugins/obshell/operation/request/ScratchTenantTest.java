package io.jenkins.plugins.obshell.operation.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScratchTenantTest {

    private static final UUID DRILL = UUID.fromString("9f3c2a1b-8d4e-4f60-9a71-b2c3d4e5f607");
    private static final UUID OTHER_DRILL = UUID.fromString("0a7d5be4-1c2f-4a3b-8c4d-5e6f708192a3");

    /** obshell quotes the name in some statements and not in others. */
    @ParameterizedTest
    @CsvSource({
        "tenant1, 42, drill_tenant1_42_9f3c2a1b",
        "order-db, 7, drill_order_db_7_9f3c2a1b",
        "a~b#c+d, 1, drill_a_b_c_d_1_9f3c2a1b",
        "租户, 1, drill____1_9f3c2a1b"
    })
    void aNameHoldsNothingButLettersDigitsAndUnderscores(String tenant, int build, String name) {
        assertEquals(name, ScratchTenant.nameFor(tenant, build, DRILL));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99_999, Integer.MAX_VALUE})
    void aNameIsNoLongerThanOceanBaseTakes(int build) {
        String name = ScratchTenant.nameFor("t".repeat(128), build, DRILL);

        assertEquals(63, name.length());
        assertTrue(name.endsWith("t_" + build + "_9f3c2a1b"), name);
    }

    /** Jobs of one controller, and controllers, can drill the same tenant with the same number of a build. */
    @Test
    void noTwoDrillsHaveTheSameName() {
        assertNotEquals(ScratchTenant.nameFor("tenant1", 42, DRILL), ScratchTenant.nameFor("tenant1", 42, OTHER_DRILL));
    }

    @Test
    void aRestoreThatCannotBeMadeIsRefused() {
        InvalidParametersException refused = assertThrows(
                InvalidParametersException.class,
                () -> new RestoreRequest("sys", "drill_sys_1", " ", List.of(), true, Timing.DEFAULT));

        assertTrue(refused.getMessage().contains("unitConfig: name a unit config"), refused.getMessage());
        assertTrue(refused.getMessage().contains("tenant: the sys tenant"), refused.getMessage());
    }
}
