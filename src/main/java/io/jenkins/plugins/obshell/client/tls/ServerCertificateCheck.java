package io.jenkins.plugins.obshell.client.tls;

import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts what Java trusts, and says what is wrong with a certificate otherwise. It is stricter than Java in one thing: a
 * certificate in the trust store must be within its dates, too.
 */
final class ServerCertificateCheck extends X509ExtendedTrustManager {

    /** The second is a CA of the same name with another key. */
    private static final Set<CertPathValidatorException.Reason> UNKNOWN_ISSUER =
            Set.of(PKIXReason.NO_TRUST_ANCHOR, CertPathValidatorException.BasicReason.INVALID_SIGNATURE);

    private final X509ExtendedTrustManager java;

    ServerCertificateCheck(X509ExtendedTrustManager java) {
        this.java = java;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, () -> java.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, () -> java.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, () -> java.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        java.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        java.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        java.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return java.getAcceptedIssuers();
    }

    private interface Check {
        void run() throws CertificateException;
    }

    private static void check(X509Certificate[] chain, Check java) throws CertificateException {
        try {
            java.run();
            chain[0].checkValidity();
        } catch (CertificateException e) {
            throw explained(chain, e);
        }
    }

    private static CertificateException explained(X509Certificate[] chain, CertificateException e) {
        X509Certificate own = chain[0];
        Optional<X509Certificate> expired = Arrays.stream(chain)
                .filter(Predicate.not(ServerCertificateCheck::isValidNow))
                .findFirst();
        if (isCausedBy(e, ServerCertificateCheck::isOfDates) && expired.isPresent()) {
            return new RefusedCertificateException(TlsFailure.Reason.EXPIRED, expired.get(), e);
        }
        if (!isCausedBy(e, ServerCertificateCheck::isOfIssuer)) {
            return e;
        }
        boolean selfSigned = own.getSubjectX500Principal().equals(own.getIssuerX500Principal());
        return new RefusedCertificateException(
                selfSigned ? TlsFailure.Reason.SELF_SIGNED : TlsFailure.Reason.UNKNOWN_ISSUER, own, e);
    }

    private static boolean isValidNow(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return true;
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            return false;
        }
    }

    private static boolean isOfDates(Throwable cause) {
        return cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException;
    }

    private static boolean isOfIssuer(Throwable cause) {
        return cause instanceof CertPathBuilderException
                || cause instanceof CertPathValidatorException path && UNKNOWN_ISSUER.contains(path.getReason());
    }

    private static boolean isCausedBy(Throwable error, Predicate<Throwable> kind) {
        return Stream.iterate(error, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .anyMatch(kind);
    }

    /** Why a certificate is not trusted. */
    static final class RefusedCertificateException extends CertificateException {

        private static final long serialVersionUID = 1;

        private final TlsFailure.Reason reason;
        private final X509Certificate certificate;

        RefusedCertificateException(TlsFailure.Reason reason, X509Certificate certificate, CertificateException cause) {
            super(cause.getMessage(), cause);
            this.reason = reason;
            this.certificate = certificate;
        }

        TlsFailure.Reason reason() {
            return reason;
        }

        X509Certificate certificate() {
            return certificate;
        }
    }
}
