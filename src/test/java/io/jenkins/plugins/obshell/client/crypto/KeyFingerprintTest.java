package io.jenkins.plugins.obshell.client.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFingerprintTest {

    private static final String HEX = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private static final String SHOWN =
            "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF" + ":00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF";

    @ParameterizedTest
    @ValueSource(
            strings = {
                HEX,
                SHOWN,
                "  " + HEX + "\n",
                "SHA256:" + SHOWN,
                "sha-256 " + HEX,
                "0011 2233 4455 6677 8899 AABB CCDD EEFF 0011 2233 4455 6677 8899 AABB CCDD EEFF"
            })
    void itIsReadAsToolsWriteIt(String text) {
        assertEquals(new KeyFingerprint(HEX), KeyFingerprint.parse(text));
    }

    @Test
    void itIsShownInPairs() {
        assertEquals(SHOWN, new KeyFingerprint(HEX).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "aa", HEX + "00", "zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"})
    void anythingElseIsNone(String text) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> KeyFingerprint.parse(text));
        assertTrue(e.getMessage().contains("64 hexadecimal digits"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new KeyFingerprint(text));
    }

    @Test
    void thatOfAKeyIsTheDigestOfWhatIsServed() throws Exception {
        String served = KeyPairs.publicKey(KeyPairs.draw(512));
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(served));
        assertEquals(
                HexFormat.of().formatHex(digest),
                AgentKey.parse(served).fingerprint().hex());
    }
}
