package io.jenkins.plugins.obshell.client.tls;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.UnreachableException;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Why TLS did not come about, as far as it can be told.
 *
 * @param reason      the kind of it
 * @param certificate the certificate that is not trusted, or null
 * @param detail      the names of the certificate, or what the other side said
 * @param shown       the client certificate that was shown, or null for none
 */
public record TlsFailure(
        UnreachableException.Reason reason,
        @Nullable X509Certificate certificate,
        String detail,
        @Nullable ClientIdentity shown) {

    private static final String ALERT = "Received fatal alert: ";

    /** What the other side says of our certificate, or of its absence. */
    private static final Set<String> ALERTS_ABOUT_US = Set.of(
            "certificate_required",
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied");

    private static final Pattern NAMES = Pattern.compile("subjectAltNames: \\[([^]]*)]");

    /**
     * @param error what a call ended with
     * @param shown the client certificate that was shown, or null for none
     * @return what it means, or nothing where it can not be told or has nothing to do with TLS
     */
    public static Optional<TlsFailure> of(Throwable error, @Nullable ClientIdentity shown) {
        return Stream.iterate(error, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .flatMap(cause -> ofOne(cause, shown).stream())
                .findFirst();
    }

    /** {@return that the other side wants another client certificate than was shown, whatever it said} */
    public static TlsFailure aboutUs(Throwable error, @Nullable ClientIdentity shown) {
        String message = String.valueOf(error.getMessage());
        int alert = message.indexOf(ALERT);
        return new TlsFailure(
                UnreachableException.Reason.CLIENT_CERTIFICATE,
                null,
                alert < 0 ? message : message.substring(alert + ALERT.length()),
                shown);
    }

    private static Optional<TlsFailure> ofOne(Throwable cause, ClientIdentity shown) {
        if (cause instanceof ServerCertificateCheck.RefusedCertificateException refused) {
            String subject = refused.certificate().getSubjectX500Principal().getName();
            return Optional.of(new TlsFailure(refused.reason(), refused.certificate(), subject, shown));
        }
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof SSLPeerUnverifiedException) {
            Matcher names = NAMES.matcher(message);
            String detail = names.find() ? names.group(1) : message;
            return Optional.of(new TlsFailure(UnreachableException.Reason.WRONG_HOST, null, detail, shown));
        }
        int alert = message.indexOf(ALERT);
        if (cause instanceof SSLException
                && alert >= 0
                && ALERTS_ABOUT_US.contains(
                        message.substring(alert + ALERT.length()).strip())) {
            return Optional.of(aboutUs(cause, shown));
        }
        return Optional.empty();
    }

    /** {@return what to tell a person, without the secrets} */
    public String describe(Endpoint endpoint, SecretMask secrets) {
        String said = secrets.excerpt(detail);
        return switch (reason) {
            case SELF_SIGNED -> Messages.UnreachableException_selfSigned(endpoint, said, fingerprint());
            case UNKNOWN_ISSUER ->
                Messages.UnreachableException_unknownIssuer(
                        endpoint,
                        said,
                        secrets.excerpt(certificate.getIssuerX500Principal().getName()));
            case WRONG_HOST -> Messages.UnreachableException_wrongHost(endpoint, said.isEmpty() ? "-" : said);
            case EXPIRED ->
                Messages.UnreachableException_expired(
                        endpoint,
                        said,
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant());
            case CLIENT_CERTIFICATE ->
                shown == null
                        ? Messages.UnreachableException_clientCertificateWanted(endpoint, said)
                        : Messages.UnreachableException_clientCertificateRefused(endpoint, shown, said);
            default -> Messages.UnreachableException_tls(endpoint, said);
        };
    }

    private String fingerprint() {
        try {
            return KeyFingerprint.of(certificate.getEncoded()).toString();
        } catch (CertificateEncodingException e) {
            return "-";
        }
    }
}
