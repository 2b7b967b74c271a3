package io.jenkins.plugins.obshell.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DrillPermissionTest {

    private static final ClusterChoice PROD = new ClusterChoice("prod", null, null);
    private static final List<String> PROD_ENDPOINTS = List.of("ob1.example.com:2886");

    private final ObshellCluster staging =
            new ObshellCluster("staging", List.of("ob-staging.example.com:2886", "10.0.0.8:2886"));
    private final RestoreDrills drills = new RestoreDrills(List.of("drill_2c8g\ndrill_4c16g"));

    private List<String> refusals(ClusterChoice source, List<String> endpoints, String unitConfig, String... zones) {
        return DrillPermission.refusals(staging, source, endpoints, unitConfig, List.of(zones));
    }

    @Test
    void aClusterIsClosedUntilTheAdministratorOpensIt() {
        List<String> refusals = refusals(PROD, PROD_ENDPOINTS, "drill_2c8g");
        assertEquals(1, refusals.size());
        assertTrue(refusals.get(0).contains("“staging” is closed to restore drills"), refusals.toString());

        staging.setRestoreDrills(drills);
        assertEquals(List.of(), refusals(PROD, PROD_ENDPOINTS, "drill_2c8g"));
        assertEquals(List.of(), refusals(PROD, PROD_ENDPOINTS, "drill_4c16g", "zone9"));
    }

    @Test
    void onlyTheUnitConfigsAndZonesThatAreListedAreAllowed() {
        staging.setRestoreDrills(drills);
        drills.setZones(List.of("zone1\nzone2"));
        assertEquals(List.of(), refusals(PROD, PROD_ENDPOINTS, "drill_2c8g", "zone2"));
        List<String> refusals = refusals(PROD, PROD_ENDPOINTS, "huge", "zone1", "zone3");
        assertEquals(2, refusals.size(), refusals.toString());
        assertTrue(refusals.get(0).contains("drill_2c8g, drill_4c16g"), refusals.toString());
        assertTrue(refusals.get(1).contains("zone1, zone2"), refusals.toString());
    }

    @Test
    void aClusterDoesNotTakeItsOwnBackupsUnlessAllowedUnderWhateverNameItIsGiven() {
        staging.setRestoreDrills(drills);
        ClusterChoice alias = new ClusterChoice("other name", null, null);
        ClusterChoice bare = new ClusterChoice(null, "http://10.0.0.8", "password");
        ClusterChoice itself = new ClusterChoice("staging", null, null);
        for (ClusterChoice source : List.of(alias, bare, itself)) {
            List<String> refusals = refusals(source, List.of("http://10.0.0.8:2886"), "drill_2c8g");
            assertEquals(1, refusals.size(), source.label());
            assertTrue(refusals.get(0).contains("has not allowed"), refusals.toString());
        }
        drills.setAllowSameCluster(true);
        assertEquals(List.of(), refusals(itself, staging.getEndpoints(), "drill_2c8g"));
    }

    @Test
    void settingsWithoutAUnitConfigOrWithoutAnyDrillAtATimeAreRefused() {
        staging.setRestoreDrills(new RestoreDrills(List.of(" \n")));
        staging.getRestoreDrills().setMaxConcurrent(0);
        assertEquals(2, ClusterRules.problems(staging).size());
        staging.setRestoreDrills(drills);
        assertEquals(List.of(), ClusterRules.problems(staging));
    }
}
