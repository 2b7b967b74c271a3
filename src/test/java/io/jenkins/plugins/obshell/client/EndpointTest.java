package io.jenkins.plugins.obshell.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "10.10.10.1, http://10.10.10.1:2886",
        "10.10.10.1:2887, http://10.10.10.1:2887",
        "http://ob1:80, http://ob1:80",
        "http://ob1/, http://ob1:2886",
        "https://ob1, https://ob1:2886",
        "HTTPS://OB1:443, https://ob1:443",
        "[::1], http://[::1]:2886",
        "[fe80::1]:2888, http://[fe80::1]:2888",
        "https://[::1]:2888, https://[::1]:2888"
    })
    void anEndpointIsReadAsPeopleWriteIt(String text, String url) {
        assertEquals(url, Endpoint.parse(text).toString());
        assertEquals(Endpoint.parse(text), Endpoint.parse(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "ftp://ob1",
                "ob1:0x",
                "ob1:70000",
                "http://",
                "http://ob1/path",
                "http://user@ob1",
                "ob1?x=1",
                "::1",
                "a b",
                "租=",
                "/s$租"
            })
    void whatIsNoEndpointIsToldWithAnExample(String text) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Endpoint.parse(text));
        assertTrue(e.getMessage().contains("HOST:PORT"), e.getMessage());
    }

    @Test
    void ofAPageThatWasTakenForAnEndpointNothingIsShown() {
        String page = "x".repeat(200_000);
        String told = assertTimeoutPreemptively(
                        Duration.ofSeconds(10),
                        () -> assertThrows(IllegalArgumentException.class, () -> Endpoint.parse("a b" + page)))
                .getMessage();
        assertTrue(told.length() < 1000, () -> told.length() + " characters");
    }

    @Test
    void aLongTextIsRefusedBeforeItIsParsed() {
        String slashes = "http:" + "/".repeat(100_000) + "ob1";

        assertTimeoutPreemptively(
                Duration.ofSeconds(2),
                () -> assertThrows(IllegalArgumentException.class, () -> Endpoint.parse(slashes)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://root:my-secret@ob1:2886",
                "root:my-secret@ob1",
                "https://:my-secret@ob1",
                "https://my-secret@ob1",
                "http://root:my-secret@ob1/path@x"
            })
    void aPasswordInAnEndpointIsRefusedAndNotRepeated(String text) {
        String told = assertThrows(IllegalArgumentException.class, () -> Endpoint.parse(text))
                .getMessage();
        assertFalse(told.contains("my-secret"), told);
        assertTrue(told.contains("****@"), told);
    }
}
