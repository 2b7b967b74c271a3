package io.jenkins.plugins.obshell.simulator.http;

import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** An authority of a test's own, which issues certificates. Each one is fresh, and known to nobody else. */
public final class Authority {

    private final HeldCertificate root;

    /** An authority by the name of “Authority of a test”. */
    public Authority() {
        this("Authority of a test");
    }

    /** @param name what it is called in its certificates */
    public Authority(String name) {
        root = new HeldCertificate.Builder()
                .commonName(name)
                .certificateAuthority(0)
                .build();
    }

    /** {@return the certificate that makes others trust this authority} */
    public X509Certificate certificate() {
        return root.certificate();
    }

    /** {@return the same in PEM form} */
    public String pem() {
        return root.certificatePem();
    }

    /** {@return a certificate for these hosts that is valid now} */
    public HeldCertificate issue(String... hosts) {
        return named(hosts).signedBy(root).build();
    }

    /** {@return a certificate for these hosts that is valid between two instants} */
    public HeldCertificate issue(Instant from, Instant to, String... hosts) {
        return named(hosts)
                .validityInterval(from.toEpochMilli(), to.toEpochMilli())
                .signedBy(root)
                .build();
    }

    /** {@return a certificate that vouches for itself} */
    public static HeldCertificate selfSigned(String... hosts) {
        return named(hosts).build();
    }

    /** {@return a certificate that vouches for itself between two instants} */
    public static HeldCertificate selfSigned(Instant from, Instant to, String... hosts) {
        return named(hosts)
                .validityInterval(from.toEpochMilli(), to.toEpochMilli())
                .build();
    }

    /** {@return what serves https with a certificate, and believes the client certificates of this authority} */
    public SSLSocketFactory serving(HeldCertificate certificate) {
        return new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .addTrustedCertificate(certificate())
                .build()
                .sslSocketFactory();
    }

    private static HeldCertificate.Builder named(String... hosts) {
        HeldCertificate.Builder builder = new HeldCertificate.Builder().commonName("obshell of a test");
        for (String host : hosts) {
            builder.addSubjectAlternativeName(host);
        }
        return builder;
    }
}
