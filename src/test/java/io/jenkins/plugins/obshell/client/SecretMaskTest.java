package io.jenkins.plugins.obshell.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.secrets.Canaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    @Test
    void oneEncodingInsideAnotherPartOfTheSecretIsHidden() {
        assertEquals("pw=****&x", new SecretMask(List.of("a b&c\"d")).mask("pw=a+b%26c\\u0022d&x"));
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
                    401,
                    new RefusedException.Said(null, 10008, said, null),
                    new SecretMask(List.of(password)));
            assertFalse(refusal.isWrongPassword());
            assertTrue(refusal.getMessage().contains("****"), refusal.getMessage());
        });
    }
}
