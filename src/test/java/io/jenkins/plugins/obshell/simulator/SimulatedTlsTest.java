package io.jenkins.plugins.obshell.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

class SimulatedTlsTest {

    private final HeldCertificate authority =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private final HeldCertificate serverCertificate = new HeldCertificate.Builder()
            .signedBy(authority)
            .addSubjectAlternativeName("127.0.0.1")
            .build();
    private final HeldCertificate clientCertificate =
            new HeldCertificate.Builder().signedBy(authority).build();
    private final HandshakeCertificates serverSide = new HandshakeCertificates.Builder()
            .heldCertificate(serverCertificate)
            .addTrustedCertificate(authority.certificate())
            .build();

    private static int status(SimulatedCluster cluster, HandshakeCertificates certificates) throws IOException {
        OkHttpClient client = new OkHttpClient.Builder()
                .sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager())
                .build();
        Request request = new Request.Builder()
                .url(cluster.endpoints().get(0) + "/api/v1/info")
                .build();
        try (Response response = client.newCall(request).execute()) {
            return response.code();
        } finally {
            client.connectionPool().evictAll();
            client.dispatcher().executorService().shutdown();
        }
    }

    private HandshakeCertificates.Builder trusting() {
        return new HandshakeCertificates.Builder().addTrustedCertificate(authority.certificate());
    }

    @Test
    void httpsIsServedWithTheGivenCertificate() throws Exception {
        try (SimulatedCluster cluster = SimulatedCluster.builder()
                .agents(1)
                .keyBits(512)
                .https(serverSide.sslSocketFactory())
                .start()) {
            assertTrue(cluster.endpoints().get(0).startsWith("https://127.0.0.1:"));
            assertEquals(200, status(cluster, trusting().build()));
            HandshakeCertificates strangers = new HandshakeCertificates.Builder()
                    .addPlatformTrustedCertificates()
                    .build();
            assertThrows(IOException.class, () -> status(cluster, strangers));
        }
    }

    @Test
    void aClientCertificateCanBeAskedFor() throws Exception {
        try (SimulatedCluster cluster = SimulatedCluster.builder()
                .agents(1)
                .keyBits(512)
                .https(serverSide.sslSocketFactory())
                .requireClientCertificate()
                .start()) {
            assertEquals(
                    200,
                    status(
                            cluster,
                            trusting().heldCertificate(clientCertificate).build()));
            assertThrows(IOException.class, () -> status(cluster, trusting().build()));
        }
    }
}
