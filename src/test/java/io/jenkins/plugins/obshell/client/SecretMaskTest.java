package io.jenkins.plugins.obshell.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.secret.SecretMask;
import io.jenkins.plugins.obshell.secrets.Canaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskTest {

    private static final List<String> SECRETS = List.of(Canaries.ROOT, Canaries.ENCRYPTION, Canaries.ACCESS_KEY);
    private final SecretMask mask = new SecretMask(SECRETS);

    @Test
    void everyFormOfEverySecretIsHiddenWhateverStandsAround() {
        for (String secret : SECRETS) {
            Canaries.forms(secret).forEach((name, form) -> {
                String told = mask.mask("before " + form.written() + " after");
                assertEquals(List.of(), Canaries.in(told), name);
                assertTrue(told.matches("before .{0,4}\\*{4}.{0,6} after"), name + ": " + told);
            });
        }
        assertEquals(List.of(), Canaries.in(mask.mask(Canaries.repeated())));
        assertEquals(List.of(), Canaries.in(mask.mask(Canaries.repeatedInJson())));
    }

    @Test
    void aHeaderOfUserAndPasswordIsHidden() {
        for (String user : List.of("", "r", "ro", "root", "root@sys")) {
            String header =
                    Base64.getEncoder().encodeToString((user + ":" + Canaries.ROOT).getBytes(StandardCharsets.UTF_8));
            assertTrue(mask.mask("Basic " + header).contains("****"), user);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "oss://b/p?host=h&access_key=Key/47+11==",
                "'s3://b/p?ACCESS_KEY=Key/47+11==' is wrong",
                "oss://b?access_key=Key/47+11==&host=h",
                "{\"uri\": \"oss://b?access_key=Key\\/47+11==\"}",
                "{\"uri\": \"oss://b?access_key\\u003dKey/47+11==\\u0026host=h\"}",
                "uri=oss%3A%2F%2Fb%3Faccess_key%3DKey%2F47%2B11%3d%3d%26host=h",
                "<a href=\"oss://b?access_key&#61;Key/47+11\">",
                "cos://b/p?access_id=Key&encrypt_key=Key&sts_token=Key"
            })
    void whatAUriHoldsAsASecretIsHiddenWhosesoeverItIs(String said) {
        for (String told : List.of(mask.mask(said), SecretMask.NONE.mask(said), SecretMask.NONE.excerpt(said))) {
            assertFalse(told.contains("Key"), told);
            assertTrue(told.contains("****"), told);
        }
    }

    @Test
    void nothingIsLeftOfASecretThatAnExcerptCuts() {
        for (int before = 100; before < 170; before++) {
            String said = "x".repeat(before) + " ";
            assertFalse(mask.excerpt(said + Canaries.ACCESS_KEY).contains("key"), () -> said);
            assertFalse(SecretMask.NONE.excerpt(said + "access_key=Secret").contains("Sec"), () -> said);
        }
    }

    @Test
    void whatIsNoSecretStays() {
        String said = "Obcluster start full backup for tenant1 failed: 权限不足 <a&b> %20 \\u0041";
        assertEquals(said, mask.mask(said));
        assertEquals(said, SecretMask.NONE.mask(said));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "abc", " \n\t "})
    void starsForSoLittleWouldTellMoreThanTheyHide(String tooShort) {
        assertEquals("a cab, abc\n\t ", new SecretMask(List.of(tooShort)).mask("a cab, abc\n\t "));
    }

    @Test
    void theLongerOfTwoSecretsIsHiddenAsAWhole() {
        assertEquals("****", new SecretMask(List.of("secret", "secret-and-more")).mask("secret-and-more"));
    }

    @Test
    void aSecretWithALineBreakIsHiddenAlsoWhereTheBreakIsGone() {
        SecretMask broken = new SecretMask(List.of("first\nsecond\n"));
        for (String said : List.of("first\nsecond\n", "first\\nsecond\\n", "first second", "first%0Asecond%0a")) {
            assertEquals("[****]", broken.mask("[" + said + "]"), said);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 20, 200, 2000})
    void noSecretAndNoTextHoldsAThreadUp(int many) {
        for (String unit : List.of(" ", "\n", "\\", "\\/", "+ ", "% ", "%25", "&amp;", "a", "\u0000 ")) {
            String run = unit.repeat(many);
            SecretMask masking = new SecretMask(List.of("ab" + run + "cd", run + "abcd", "abcd" + run));
            for (String said : List.of(
                    "ab" + run + "xx",
                    "ab" + run + run + "xx",
                    run.repeat(10) + "cx",
                    "ab" + "+".repeat(2 * many) + "cx",
                    "ab" + "\\".repeat(3 * many) + "cx")) {
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> masking.mask(said));
            }
            assertTrue(masking.mask("[ab" + run + "cd]").startsWith("[****"), () -> unit + " " + many);
        }
    }

    @Test
    void aRunOfBlanksAndBreaksIsHiddenHoweverManyALogMakesOfThem() {
        SecretMask wide = new SecretMask(List.of("pass  \t\n word"));
        for (String said : List.of("pass word", "pass  \t\n word", "pass%20%20%09%0a+word", "pass\\t\\n word")) {
            assertEquals("[****]", wide.mask("[" + said + "]"), said);
        }
        assertEquals("[password]", wide.mask("[password]"));
    }

    @Test
    void charactersBeyondTheFirstPlaneAreHiddenInEachForm() {
        SecretMask smile = new SecretMask(List.of("pw\ud83d\ude00pw"));
        for (String said : List.of(
                "pw\ud83d\ude00pw", "pw\\uD83D\\ude00pw", "pw%F0%9F%98%80pw", "pw&#128512;pw", "pw&#x1f600;pw")) {
            assertEquals("****", smile.mask(said), said);
        }
    }

    @Test
    void ofASecretThatIsVeryLongNothingIsLeft() {
        String secret = "begin" + "0123456789".repeat(5000) + "end";
        SecretMask masking = new SecretMask(List.of(secret));
        assertEquals("x ****", masking.mask("x " + secret));
        String encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        assertFalse(masking.mask(encoded + " y").contains(encoded.substring(encoded.length() - 40)), "the end is left");
        String cut = masking.mask("y".repeat(65_530) + secret);
        assertFalse(cut.contains("begin") || cut.length() > 40_000, "the beginning is left");
    }

    @Test
    void secretsSideBySideAndOneInAnother() {
        assertEquals("********", new SecretMask(List.of("secret")).mask("secretsecret"));
        assertEquals("a****b", new SecretMask(List.of("secret-1", "t-1-more")).mask("asecret-1-moreb"));
        assertEquals("se****", new SecretMask(List.of("secret")).mask("sesecret"));
        assertEquals("****", new SecretMask(List.of("%25%")).mask("%2525%25"));
    }

    @Test
    void signsOfRegularExpressionsAreNothingSpecial() {
        String secret = "^(a|b)*\\Q$1\\E.[x]{2}+?";
        assertEquals("<****>", new SecretMask(List.of(secret)).mask("<" + secret + ">"));
        assertEquals("abab", new SecretMask(List.of(secret)).mask("abab"));
    }

    @Test
    void anExcerptThatIsCutInASecretHoldsNoPartOfIt() {
        for (int before = 100; before < 700; before++) {
            String excerpt = mask.excerpt("x".repeat(before) + Canaries.ACCESS_KEY);
            assertFalse(excerpt.contains("key"), () -> excerpt);
        }
    }

    @Test
    void anErrorThatRepeatsNothingStaysItself() {
        IOException error = new IOException("broken", new IllegalStateException("pipe"));
        assertSame(error, mask.mask(error));
        assertEquals(null, mask.mask((Throwable) null));
    }

    @Test
    void anErrorThatRepeatsASecretIsToldWithout() {
        IOException cause = new IOException("told " + Canaries.ROOT);
        Throwable masked = mask.mask(new IllegalStateException("broken", cause));
        assertEquals("java.lang.IllegalStateException: broken", masked.getMessage());
        assertEquals("java.io.IOException: told ****", masked.getCause().getMessage());
        assertEquals(List.of(cause.getStackTrace()), List.of(masked.getCause().getStackTrace()));
        IOException suppressing = new IOException("broken");
        suppressing.addSuppressed(cause);
        assertEquals(0, mask.mask(suppressing).getSuppressed().length);
    }

    @Test
    void itTellsNothingOfItself() {
        assertEquals("****", mask.toString());
    }

    @Test
    void whatARefusalMeansDoesNotDependOnThePassword() {
        Endpoint endpoint = new Endpoint("http", "ob1", 2886);
        Map.of("decrypt failed", "decrypt", "header expired", "expired").forEach((said, password) -> {
            RefusedException refusal = new RefusedException(
                    endpoint,
                    true,
                    401,
                    new RefusedException.Said(null, 10008, said, null),
                    new SecretMask(List.of(password)));
            assertFalse(refusal.isWrongPassword());
            assertTrue(refusal.getMessage().contains("****"), refusal.getMessage());
        });
    }
}
