package io.jenkins.plugins.obshell.client.tls;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Why a TLS connection failed, if the exception says so.
 *
 * @param reason      the reason
 * @param certificate the certificate that is not trusted, or null
 * @param detail      the names in the certificate, or the alert of the server
 * @param identity    the configured client certificate, or null
 */
public record TlsFailure(
        Reason reason,
        @Nullable X509Certificate certificate,
        String detail,
        @Nullable ClientIdentity identity) {

    /** The reasons that can be distinguished. */
    public enum Reason {
        /** The certificate is self-signed and not trusted. */
        SELF_SIGNED,
        /** The issuer of the certificate is not trusted. */
        UNKNOWN_ISSUER,
        /** The certificate is for other hosts. */
        WRONG_HOST,
        /** The certificate, or one in its chain, is expired or not valid yet. */
        EXPIRED,
        /** The server wants a client certificate and got none, or did not accept it. */
        CLIENT_CERTIFICATE
    }

    private static final int MAX_CAUSES = 20;
    private static final String ALERT = "Received fatal alert: ";

    /** The alerts with which a server rejects a client certificate, or its absence. */
    private static final Set<String> CLIENT_CERTIFICATE_ALERTS = Set.of(
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
     * Reads the reason from an exception and its causes.
     *
     * @param error    what a call failed with
     * @param identity the configured client certificate, or null
     * @return the reason; empty if it is unknown or not about TLS
     */
    public static Optional<TlsFailure> of(Throwable error, @Nullable ClientIdentity identity) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .limit(MAX_CAUSES)
                .flatMap(cause -> ofOne(cause, identity).stream())
                .findFirst();
    }

    private static Optional<TlsFailure> ofOne(Throwable cause, @Nullable ClientIdentity identity) {
        if (cause instanceof ServerCertificateCheck.RefusedCertificateException refused) {
            String subject = refused.certificate().getSubjectX500Principal().getName();
            return Optional.of(new TlsFailure(refused.reason(), refused.certificate(), subject, identity));
        }
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof SSLPeerUnverifiedException) {
            Matcher names = NAMES.matcher(message);
            return Optional.of(
                    new TlsFailure(Reason.WRONG_HOST, null, names.find() ? names.group(1) : message, identity));
        }
        int start = message.indexOf(ALERT);
        String alert =
                start < 0 ? "" : message.substring(start + ALERT.length()).strip();
        return cause instanceof SSLException && CLIENT_CERTIFICATE_ALERTS.contains(alert)
                ? Optional.of(new TlsFailure(Reason.CLIENT_CERTIFICATE, null, alert, identity))
                : Optional.empty();
    }

    /**
     * Describes the failure for a person.
     *
     * @param endpoint the endpoint as a URL
     * @param secrets  what to mask
     * @return what happened and what to do
     */
    public String describe(String endpoint, SecretMask secrets) {
        String names = secrets.excerpt(detail);
        return switch (reason) {
            case SELF_SIGNED -> Messages.TlsFailure_selfSigned(endpoint, names, fingerprint());
            case UNKNOWN_ISSUER ->
                Messages.TlsFailure_unknownIssuer(
                        endpoint,
                        names,
                        secrets.excerpt(certificate.getIssuerX500Principal().getName()));
            case WRONG_HOST -> Messages.TlsFailure_wrongHost(endpoint, names.isEmpty() ? "-" : names);
            case EXPIRED ->
                Messages.TlsFailure_expired(
                        endpoint,
                        names,
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant());
            case CLIENT_CERTIFICATE ->
                identity == null
                        ? Messages.TlsFailure_clientCertificateWanted(endpoint, names)
                        : Messages.TlsFailure_clientCertificateRefused(endpoint, identity, names);
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
