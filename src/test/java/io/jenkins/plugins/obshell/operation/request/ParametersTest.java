package io.jenkins.plugins.obshell.operation.request;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettings;
import io.jenkins.plugins.obshell.client.model.BackupSettingsBuilder;
import io.jenkins.plugins.obshell.operation.SimulatedOperations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What obshell would refuse is told before anything is sent, all of it at once. */
class ParametersTest {

    private static final BackupScope TENANT = BackupScope.tenant("tenant1");

    private static ConfigurationRequest request(BackupScope scope, BackupSettings settings, IfBackupRunning ifRunning) {
        return new ConfigurationRequestBuilder(scope, settings)
                .ifBackupRunning(ifRunning)
                .build();
    }

    private static List<String> problems(BackupScope scope, BackupSettings settings, IfBackupRunning ifRunning) {
        return assertThrows(InvalidParametersException.class, () -> request(scope, settings, ifRunning))
                .problems();
    }

    private static void assertTold(List<String> problems, String word) {
        assertTrue(problems.stream().anyMatch(problem -> problem.contains(word)), word + " in " + problems);
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        List<String> problems = problems(
                BackupScope.tenant("sys"),
                new BackupSettingsBuilder()
                        .dataBaseUri("no-scheme")
                        .archiveBaseUri("ftp://host/path")
                        .backupBaseUri("file:///x")
                        .binding("sometimes")
                        .pieceSwitchInterval("9d")
                        .logArchiveConcurrency(101)
                        .archiveLagTarget("3h")
                        .haLowThreadScore(-1)
                        .deletePolicy("never", "soon")
                        .build(),
                IfBackupRunning.JOIN);

        for (String name : List.of(
                "tenant",
                "dataBaseUri",
                "archiveBaseUri",
                "backupBaseUri",
                "binding",
                "pieceSwitchInterval",
                "logArchiveConcurrency",
                "archiveLagTarget",
                "haLowThreadScore",
                "deletePolicy",
                "recoveryWindow",
                "ifBackupRunning")) {
            assertTold(problems, name);
        }
        assertTrue(problems.size() >= 12, problems.toString());
    }

    @Test
    void theManualsOwnValuesAreRight() {
        assertDoesNotThrow(() -> SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///data/backup",
                "oss://b/p?host=h",
                "cos://b/p?host=h&appid=1",
                "s3://b/p?host=h&s3_region=r"
            })
    void storageUrisThatObshellKnowsAreRight(String uri) {
        assertEquals(Optional.empty(), ParameterRules.storageUri(uri));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data",
                "/data/backup",
                "nfs://h/x",
                "file://data",
                "oss://bucket/path",
                "oss://b/p?host=h&access_key=k",
                "s3://b/p?access_id=i&host=h",
                "s3://b/p?host=h&ENCRYPT_KEY=k",
                "cos://b/p?host=h&sts_token=t&appid=1",
                "file:///da ta",
                "file:///data\n",
                "://",
                "file:"
            })
    void storageUrisThatObshellRefusesOrThatHoldAKeyAreTold(String uri) {
        assertTrue(ParameterRules.storageUri(uri).isPresent(), uri);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cos://b/p?host=h | a cos URI needs its appid
            cos://b/p?host=h&appid= | a cos URI needs its appid
            oss://b/?host=h | write bucket, path and parameters
            oss://b?host=h | write bucket, path and parameters
            oss:///p?host=h | write bucket, path and parameters
            s3://b/p | write bucket, path and parameters
            s3://b/p?host=100% | write bucket, path and parameters
            s3://b/p?xhost=h | needs its host
            s3://b/p?host= | needs its host
            s3://b/p?a=host=h | needs its host
            file:///data?x=1 | absolute path without a question mark
            file://data | absolute path without a question mark
            FILE:///data | in lower case
            OSS://b/p?host=h | in lower case
            obs://b/p?host=h | in lower case
            s3://b/p?host=h&checksum_type=md5 | drops without a word (checksum_type)
            s3://b/p?host=h&role_arn=r&enable_worm=1 | drops without a word (enable_worm, role_arn)
            oss://b/p?host=h&addressing_model=path | drops without a word (addressing_model)
            oss://b/p?host=h&s3_region=r | drops without a word (s3_region)
            s3://b/p?host=h&appid=1 | drops without a word (appid)
            cos://b/p?host=h&appid=1&force_path_style=true | drops without a word (force_path_style)
            file:///da\u00a0ta | a blank or an invisible character
            file:///da\u200bta | a blank or an invisible character
            file:///da\u2060ta | a blank or an invisible character
            file:///it's | a single quote
            """)
    void whatWouldFailInsideTheDagIsRefusedBeforeAnythingIsSent(String uri, String sentence) {
        String problem = ParameterRules.storageUri(uri).orElse("");

        assertTrue(problem.contains(sentence), uri + ": " + problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://b/p?host=h&force_path_style=true",
                "s3://b/p?s3_region=r&host=h&delete_mode=delete",
                "cos://b/p/q/?appid=1&host=h",
                "file:///",
                "file:///数据/t1/"
            })
    void whatObshellKeepsIsAccepted(String uri) {
        assertEquals(Optional.empty(), ParameterRules.storageUri(uri));
    }

    @Test
    void aParameterIsNamedBeforeTheSentenceAboutItsValue() {
        assertEquals(
                Optional.of("timeout: must be from 1s to 30d 00h."),
                ParameterRules.named("timeout", ParameterRules.timeout("0s")));
        assertEquals(Optional.empty(), ParameterRules.named("timeout", ParameterRules.timeout("1s")));
    }

    @Test
    void aVeryLongUriIsRefusedAtOnce() {
        String uri = "oss://b/p?host=" + "/".repeat(100_000);

        assertTrue(ParameterRules.storageUri(uri).orElse("").contains("longer than 2048"));
    }

    @Test
    void durationsHaveLatinDigitsInEveryLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertEquals("1h 05m", Durations.format(Duration.ofMinutes(65)));
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"oss://b/${PATH}?access_key=k", "oss://b?access_key=${KEY}", "$URI&sts_token=t"})
    void aSecretInAUriIsToldBeforeItsVariablesAreKnown(String uri) {
        assertTrue(ParameterRules.secretInUri(uri).orElse("").startsWith("secrets (access_id"), uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${URI}", "oss://b/${PATH}?host=h", "file:///access_key", ""})
    void aUriWithoutOneIsNot(String uri) {
        assertEquals(Optional.empty(), ParameterRules.secretInUri(uri));
    }

    @Test
    void aProblemNeverRepeatsTheKeyInAUri() {
        String told =
                ParameterRules.storageUri("oss://b/p?host=h&access_key=SECRET").orElseThrow();

        assertTrue(!told.contains("SECRET"), told);
    }

    @ParameterizedTest
    @CsvSource({"90s,90", "15m,900", "2h,7200", "1d,86400", "0s,0"})
    void durationsAreReadAsPeopleWriteThem(String text, long seconds) {
        assertEquals(Duration.ofSeconds(seconds), Durations.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "5", "s", "1.5h", "-1m", "1 h", "5w", "9999999999d", "１０m", "1h30m"})
    void whatIsNoDurationIsToldWithAnExample(String text) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> Durations.parse(text));

        assertTrue(error.getMessage().contains("90s"), error.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"0s,0s", "59s,59s", "60s,1m 00s", "61m,1h 01m", "25h,1d 01h", "30d,30d 00h"})
    void durationsAreWrittenInTheirTwoLargestUnits(String text, String written) {
        assertEquals(written, Durations.format(Durations.parse(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "31d", "x"})
    void absurdTimeOutsAreTold(String text) {
        assertTrue(ParameterRules.timeout(text).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "2h", "x"})
    void absurdPollIntervalsAreTold(String text) {
        assertTrue(ParameterRules.pollInterval(text).isPresent());
    }

    @Test
    void durationsWithinTheirRangesAreRight() {
        assertEquals(Optional.empty(), ParameterRules.timeout("12h"));
        assertEquals(Optional.empty(), ParameterRules.pollInterval("1s"));
        assertEquals(Optional.empty(), ParameterRules.toleratedOutage("0s"));
        assertEquals(Optional.empty(), ParameterRules.age("36h"));
        assertTrue(ParameterRules.age("4000d").isPresent());
        assertEquals(Optional.empty(), ParameterRules.timeout(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sys", "SYS", "a/b", "a b", "..", "a%2fb", "a?b", "a\u00a0b", "a\u200bb"})
    void namesThatAreNoUserTenantsAreTold(String tenant) {
        assertTrue(ParameterRules.tenant(tenant).isPresent(), tenant);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"tenant1", "租户", "t_1-x.y", "t#1", "a~b+c", ""})
    void namesOfTenantsAreRight(String tenant) {
        assertEquals(Optional.empty(), ParameterRules.tenant(tenant));
    }

    @Test
    void theEdgesOfRangesAreRight() {
        assertEquals(Optional.empty(), ParameterRules.logArchiveConcurrency(0));
        assertEquals(Optional.empty(), ParameterRules.logArchiveConcurrency(100));
        assertEquals(Optional.empty(), ParameterRules.haLowThreadScore(100));
        assertEquals(Optional.empty(), ParameterRules.pieceSwitchInterval("7d"));
        assertEquals(Optional.empty(), ParameterRules.pieceSwitchInterval("24h"));
        assertEquals(Optional.empty(), ParameterRules.pieceSwitchInterval("36h"));
        assertTrue(ParameterRules.pieceSwitchInterval("0d").isPresent());
        assertTrue(ParameterRules.pieceSwitchInterval("23h").isPresent());
        assertTrue(ParameterRules.pieceSwitchInterval("8d").isPresent());
        assertTrue(ParameterRules.archiveLagTarget("0s", false).isPresent());
        assertEquals(Optional.empty(), ParameterRules.archiveLagTarget("2h", false));
        assertEquals(Optional.empty(), ParameterRules.archiveLagTarget("30s", false));
        for (String lag : List.of("1us", "999ms", "1MS", "1d")) {
            assertEquals(
                    lag.equals("1d"),
                    ParameterRules.archiveLagTarget(lag, false).isPresent(),
                    lag);
            assertTrue(ParameterRules.archiveLagTarget(lag, true).isPresent(), lag);
        }
        assertTrue(ParameterRules.archiveLagTarget("0us", false).isPresent());
        assertEquals(Optional.empty(), ParameterRules.archiveLagTarget("60000ms", true));
        assertTrue(ParameterRules.archiveLagTarget("30s", true).isPresent());
        assertTrue(ParameterRules.archiveLagTarget("121m", false).isPresent());
        assertTrue(ParameterRules.archiveLagTarget("soon", false).isPresent());
        assertEquals(Optional.empty(), ParameterRules.binding("Mandatory"));
    }

    @Test
    void whatNeedsTheArchiveDestinationSaysSo() {
        List<String> problems = problems(
                TENANT,
                new BackupSettingsBuilder()
                        .binding("optional")
                        .pieceSwitchInterval("3d")
                        .build(),
                IfBackupRunning.FAIL);

        assertTold(problems, "binding needs archiveBaseUri");
        assertTold(problems, "pieceSwitchInterval needs archiveBaseUri");
    }

    @Test
    void oneTenantAndAllTenantsHaveTheirOwnDestinations() {
        assertTold(
                problems(
                        BackupScope.ALL_TENANTS,
                        BackupSettingsBuilder.destinations("file:///a", "file:///b"),
                        IfBackupRunning.FAIL),
                "backupBaseUri");
        assertTold(
                problems(
                        TENANT,
                        new BackupSettingsBuilder().backupBaseUri("file:///a").build(),
                        IfBackupRunning.FAIL),
                "dataBaseUri");
    }

    @Test
    void nothingToConfigureIsTold() {
        assertTold(problems(TENANT, new BackupSettingsBuilder().build(), IfBackupRunning.FAIL), "nothing to configure");
    }

    @Test
    void aDeletePolicyNeedsItsWindow() {
        assertTold(
                problems(
                        TENANT,
                        new BackupSettingsBuilder()
                                .deletePolicy("default", null)
                                .build(),
                        IfBackupRunning.FAIL),
                "recoveryWindow");
    }

    @Test
    void aBackupDoesNotInterrupt() {
        List<String> problems = assertThrows(
                        InvalidParametersException.class,
                        () -> new BackupRequestBuilder(BackupScope.ALL_TENANTS)
                                .ifBackupRunning(IfBackupRunning.INTERRUPT)
                                .unlessNewerThan(Duration.ofHours(1))
                                .build())
                .problems();

        assertEquals(1, problems.size(), problems.toString());
        assertTold(problems, "ifBackupRunning");
    }

    private static List<String> problems(String tenant, List<String> tenants, List<String> except) {
        return new TenantSelection(tenant, tenants, except).problems();
    }

    @Test
    void tenantsAreNamedInOneWayOnly() {
        assertTold(problems("tenant1", List.of("tenant2", "tenant3"), List.of()), "tenants");
        assertTold(problems("tenant1", List.of(), List.of("tenant2")), "except");
        assertTold(problems(null, List.of("tenant1", "tenant2"), List.of("tenant2")), "except");
        assertTold(problems(null, List.of("tenant1", "sys"), List.of()), "tenants");
        assertEquals(List.of(), problems(null, List.of("tenant1", "tenant2"), List.of()));
        assertEquals(List.of(), problems(null, List.of(), List.of("tenant1")));
    }

    @Test
    void aTenantIsTheSameWhateverItsCaseAndOneOfOneIsTheOnlyOne() {
        TenantSelection one = new TenantSelection(null, List.of("Tenant1", "tenant1"), List.of());
        assertEquals(BackupScope.tenant("Tenant1"), one.scope());
        assertTrue(one.includes("TENANT1"));
        TenantSelection few = new TenantSelection(null, List.of("tenant1", "tenant2"), List.of());
        assertTrue(few.isChosenFew() && few.includes("Tenant2") && !few.includes("tenant3"));
        TenantSelection others = new TenantSelection(null, List.of(), List.of("tenant1"));
        assertTrue(!others.isAll() && others.includes("tenant2") && !others.includes("Tenant1"));
    }

    @Test
    void aCheckTellsWhatCannotBeAsked() {
        List<String> problems = assertThrows(
                        InvalidParametersException.class,
                        () -> new CheckRequestBuilder(BackupScope.ALL_TENANTS)
                                .dagId("../17")
                                .tenants("tenant1", "tenant2")
                                .build())
                .problems();

        assertEquals(2, problems.size(), problems.toString());
        assertTold(problems, "dagId");
        assertEquals(Optional.empty(), ParameterRules.dagId("3" + "1234567890".repeat(5)));
    }

    @Test
    void onlyACheckOfAllTenantsHasExceptions() {
        for (CheckRequestBuilder request : List.of(
                new CheckRequestBuilder("tenant1").except("scratch"),
                new CheckRequestBuilder(BackupScope.ALL_TENANTS).dagId("17").except("scratch"))) {
            assertTold(
                    assertThrows(InvalidParametersException.class, request::build)
                            .problems(),
                    "except");
        }
        List<String> problems = assertThrows(
                        InvalidParametersException.class,
                        () -> new CheckRequestBuilder(BackupScope.ALL_TENANTS)
                                .except("sys", "a/b", "scratch")
                                .build())
                .problems();
        assertEquals(
                List.of(
                        "except: “sys” is not the name of a user tenant.",
                        "except: “a/b” is not the name of a user tenant."),
                problems);
    }
}
