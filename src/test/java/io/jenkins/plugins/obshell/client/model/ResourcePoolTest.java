package io.jenkins.plugins.obshell.client.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourcePoolTest {

    @ParameterizedTest(name = "{0} in {1}: {2}")
    @CsvSource({
        "drill_t_42_zone1_1795313024290, zone1, true",
        "DRILL_T_42_zone1_1795313024290, zone1, true",
        "drill_t_42_7_zone1_1795313024290, zone1, false",
        "drill_t_42_zone1_1795313024290, zone2, false",
        "drill_t_42_zone1_mine, zone1, false",
        "drill_t_42_zone1_, zone1, false",
        "drill_t_42, zone1, false",
        ", zone1, false",
        "drill_t_42_zone1_1795313024290, , false"
    })
    void aPoolOfARestoreIsNamedAfterItsTenantItsZoneAndTheMoment(String name, String zone, boolean isMade) {
        assertEquals(isMade, new ResourcePool(name, zone, null).isMadeForRestoreOf("drill_t_42"));
    }
}
