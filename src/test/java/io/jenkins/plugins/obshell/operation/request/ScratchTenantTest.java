package io.jenkins.plugins.obshell.operation.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScratchTenantTest {

    /** obshell quotes the name in some statements and not in others. */
    @ParameterizedTest
    @CsvSource({
        "tenant1, 42, drill_tenant1_42",
        "order-db, 7, drill_order_db_7",
        "a~b#c+d, 1, drill_a_b_c_d_1",
        "租户, 1, drill____1"
    })
    void aNameHoldsNothingButLettersDigitsAndUnderscores(String tenant, int build, String name) {
        assertEquals(name, ScratchTenant.nameFor(tenant, build));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99_999, Integer.MAX_VALUE})
    void aNameIsNoLongerThanOceanBaseTakes(int build) {
        String name = ScratchTenant.nameFor("t".repeat(128), build);

        assertEquals(63, name.length());
        assertTrue(name.endsWith("t_" + build), name);
    }

    @Test
    void aRestoreThatCannotBeMadeIsRefused() {
        InvalidParametersException refused = assertThrows(
                InvalidParametersException.class,
                () -> new RestoreRequest("sys", "drill_sys_1", " ", List.of(), 0, Timing.DEFAULT));

        assertTrue(refused.getMessage().contains("unitConfig: name a unit config"), refused.getMessage());
        assertTrue(refused.getMessage().contains("unitNum: must be at least 1"), refused.getMessage());
    }
}
