package io.jenkins.plugins.obshell.client.tls;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.secret.PlainText;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom to trust over https, and which client certificate to present. There is no way to trust everybody, and the host is
 * always checked against the names in the certificate.
 *
 * @param authorities the CAs to trust instead of the Java trust store; empty for the Java trust store
 * @param identity    the client certificate, or null for none
 */
public record TlsSettings(
        @NonNull List<X509Certificate> authorities,
        @Nullable ClientIdentity identity) {

    /** The Java trust store, and no client certificate. */
    public static final TlsSettings JAVA = new TlsSettings(List.of(), null);

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([^-\\r\\n]+)-----");

    /**
     * @param authorities the CAs to trust; empty for the Java trust store
     * @param identity    the client certificate, or null
     */
    public TlsSettings {
        authorities = List.copyOf(authorities);
    }

    /**
     * Reads certificates in PEM form; text between them is skipped, since tools print some.
     *
     * @param pem one certificate or several, or nothing but blanks for none
     * @return the certificates in this order
     * @throws IllegalArgumentException with a message for a person if it contains anything but certificates
     */
    public static List<X509Certificate> certificates(@NonNull String pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher begin = BEGIN.matcher(pem);
        while (begin.find()) {
            if (!begin.group(1).equals(CERTIFICATE)) {
                throw new IllegalArgumentException(Messages.TlsSettings_otherBlock(PlainText.excerpt(begin.group(1))));
            }
            certificates.add(certificate(pem.substring(begin.start()), certificates.size() + 1));
        }
        if (certificates.isEmpty() && !pem.isBlank()) {
            throw new IllegalArgumentException(Messages.TlsSettings_noCertificate());
        }
        return certificates;
    }

    private static X509Certificate certificate(String pem, int number) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new IllegalArgumentException(Messages.TlsSettings_malformed(number), e);
        }
    }
}
