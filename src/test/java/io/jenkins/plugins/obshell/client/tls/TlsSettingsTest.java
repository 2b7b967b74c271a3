package io.jenkins.plugins.obshell.client.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.simulator.http.Authority;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be set for TLS, and that what is made of it is shared. */
class TlsSettingsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Authority authority = new Authority();
    private final HeldCertificate held = authority.issue();

    private static KeyStore store(HeldCertificate... keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < keys.length; i++) {
            store.setKeyEntry(
                    "key" + i, keys[i].keyPair().getPrivate(), PASSWORD, new Certificate[] {keys[i].certificate()});
        }
        return store;
    }

    private static String refusal(String pem) {
        return assertThrows(IllegalArgumentException.class, () -> TlsSettings.certificates(pem))
                .getMessage();
    }

    @Test
    void certificatesAreReadWhateverStandsBetween() {
        String bundle = "# ours\n" + authority.pem() + "\nsubject=CN=other\n"
                + held.certificatePem().replace("\n", "\r\n");
        assertEquals(List.of(authority.certificate(), held.certificate()), TlsSettings.certificates(bundle));
        assertEquals(List.of(), TlsSettings.certificates(" \n"));
    }

    @Test
    void aPrivateKeyAmongThemIsRefusedAndNotRepeated() {
        String key = held.privateKeyPkcs8Pem();
        String told = refusal(authority.pem() + key);
        assertTrue(told.contains("PRIVATE KEY"), told);
        assertFalse(told.contains(key.lines().skip(1).findFirst().orElseThrow()), told);
        String encrypted = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n";
        assertTrue(refusal(authority.pem() + encrypted).contains("RSA PRIVATE KEY"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MIIB", "/etc/ssl/ca.pem"})
    void whatIsNoPemIsRefused(String text) {
        assertTrue(refusal(text).contains("hold no certificate"));
    }

    @Test
    void aCertificateThatIsCutIsRefusedByItsNumber() {
        String pem = authority.pem();
        assertTrue(refusal(pem + pem.substring(0, pem.length() / 2)).startsWith("Certificate 2 "));
        assertTrue(refusal("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")
                .startsWith("Certificate 1 "));
    }

    @Test
    void anIdentityIsTheOneKeyOfAKeyStore() throws Exception {
        ClientIdentity identity = ClientIdentity.of(store(held), PASSWORD);
        assertEquals(held.keyPair().getPrivate(), identity.key());
        assertEquals(List.of(held.certificate()), identity.chain());
        assertEquals(identity, ClientIdentity.of(store(held), PASSWORD));
        assertNotEquals(identity, ClientIdentity.of(store(authority.issue()), PASSWORD));
        assertEquals("CN=obshell of a test", identity.toString());
    }

    @Test
    void aKeyStoreWithoutOneKeyIsRefused() throws Exception {
        KeyStore none = store();
        none.setCertificateEntry("ca", authority.certificate());
        assertEquals(
                Messages.ClientIdentity_noKey(),
                assertThrows(IllegalArgumentException.class, () -> ClientIdentity.of(none, PASSWORD))
                        .getMessage());
        KeyStore two = store(held, authority.issue());
        assertEquals(
                Messages.ClientIdentity_severalKeys(2),
                assertThrows(IllegalArgumentException.class, () -> ClientIdentity.of(two, PASSWORD))
                        .getMessage());
        KeyStore locked = store(held);
        String told = assertThrows(
                        IllegalArgumentException.class, () -> ClientIdentity.of(locked, "wrong".toCharArray()))
                .getMessage();
        assertTrue(told.startsWith("The private key of the client certificate cannot be read"), told);
    }

    @Test
    void oneClientServesAllWhoTrustTheSame() throws Exception {
        TlsClients clients = new TlsClients(new OkHttpClient());
        List<X509Certificate> authorities = List.of(authority.certificate());
        OkHttpClient first = clients.secure(new TlsSettings(authorities, ClientIdentity.of(store(held), PASSWORD)));
        assertSame(
                first,
                clients.secure(new TlsSettings(
                        TlsSettings.certificates(authority.pem()), ClientIdentity.of(store(held), PASSWORD))));
        assertNotSame(first, clients.secure(new TlsSettings(authorities, null)));
        assertNotSame(first, clients.secure(TlsSettings.JAVA));
        assertSame(first.connectionPool(), clients.secure(TlsSettings.JAVA).connectionPool());
        assertSame(first.dispatcher(), clients.plain().dispatcher());
    }

    @Test
    void whatIsNotUsedIsForgotten() {
        TlsClients clients = new TlsClients(new OkHttpClient());
        TlsSettings first = new TlsSettings(List.of(authority.certificate()), null);
        OkHttpClient kept = clients.secure(TlsSettings.JAVA);
        OkHttpClient made = clients.secure(first);
        for (int i = 1; i < TlsClients.MAX_CLIENTS; i++) {
            clients.secure(new TlsSettings(List.of(new Authority().certificate()), null));
            assertSame(kept, clients.secure(TlsSettings.JAVA));
        }
        assertNotSame(made, clients.secure(first));
    }
}
