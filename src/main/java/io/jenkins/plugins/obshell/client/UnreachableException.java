package io.jenkins.plugins.obshell.client;

import io.jenkins.plugins.obshell.client.secret.SecretMask;
import io.jenkins.plugins.obshell.client.tls.TlsFailure;
import java.util.List;
import java.util.stream.Collectors;

/** No response arrived: the endpoint is unreachable, or contact was lost before the response. */
public final class UnreachableException extends ObshellException {

    private static final long serialVersionUID = 1;

    /** Why no response arrived. */
    public enum Reason {
        /** The host name has no address. */
        UNKNOWN_HOST,
        /** Nothing listens on the port, or a firewall refuses. */
        REFUSED,
        /** The connection was not accepted in time. */
        CONNECT_TIMEOUT,
        /** The connection was accepted, but no response arrived in time. */
        ANSWER_TIMEOUT,
        /** The TLS handshake failed for another reason than the following. */
        TLS,
        /** The certificate is self-signed and not trusted. */
        SELF_SIGNED,
        /** The issuer of the certificate is not trusted. */
        UNKNOWN_ISSUER,
        /** The certificate is for other hosts. */
        WRONG_HOST,
        /** The certificate, or one in its chain, is expired or not valid yet. */
        EXPIRED,
        /** The server wants a client certificate and got none, or did not accept it. */
        CLIENT_CERTIFICATE,
        /** The connection broke. */
        BROKEN
    }

    private final Reason reason;

    UnreachableException(
            Endpoint endpoint, Reason reason, Throwable cause, boolean mayHaveArrived, SecretMask secrets) {
        super(
                describe(endpoint, reason, secrets.excerpt(String.valueOf(cause.getMessage()))),
                secrets.mask(cause),
                mayHaveArrived);
        this.reason = reason;
    }

    UnreachableException(
            Endpoint endpoint, TlsFailure failure, Throwable cause, boolean mayHaveArrived, SecretMask secrets) {
        super(failure.describe(endpoint.toString(), secrets), secrets.mask(cause), mayHaveArrived);
        this.reason = switch (failure.reason()) {
            case SELF_SIGNED -> Reason.SELF_SIGNED;
            case UNKNOWN_ISSUER -> Reason.UNKNOWN_ISSUER;
            case WRONG_HOST -> Reason.WRONG_HOST;
            case EXPIRED -> Reason.EXPIRED;
            case CLIENT_CERTIFICATE -> Reason.CLIENT_CERTIFICATE;
        };
    }

    private UnreachableException(List<ObshellException> failures) {
        super(
                Messages.UnreachableException_all(
                        failures.size(),
                        failures.stream().map(Throwable::getMessage).collect(Collectors.joining(" "))),
                failures.get(failures.size() - 1),
                failures.stream().anyMatch(ObshellException::mayHaveArrived));
        this.reason = failures.stream()
                .filter(UnreachableException.class::isInstance)
                .map(failure -> ((UnreachableException) failure).reason)
                .findFirst()
                .orElse(Reason.BROKEN);
    }

    /**
     * Sums up the failures of several endpoints. One that may have acted on the call comes first, since the call must not be
     * repeated then; next a refusal, which says most. "Not found" counts only if all endpoints say so.
     */
    static ObshellException summary(List<ObshellException> failures) {
        if (failures.size() == 1) {
            return failures.get(0);
        }
        boolean mayHaveArrived = failures.stream().anyMatch(ObshellException::mayHaveArrived);
        boolean allAbsent = failures.stream().allMatch(UnreachableException::isAbsent);
        return failures.stream()
                .filter(RefusedException.class::isInstance)
                .filter(failure -> failure.mayHaveArrived() == mayHaveArrived)
                .filter(failure -> allAbsent || !isAbsent(failure))
                .findFirst()
                .orElseGet(() -> new UnreachableException(failures));
    }

    private static boolean isAbsent(ObshellException failure) {
        return failure instanceof RefusedException refusal && refusal.isNotFound();
    }

    /** {@return why no response arrived} */
    public Reason reason() {
        return reason;
    }

    @Override
    public boolean isTransient() {
        return true;
    }

    private static String describe(Endpoint endpoint, Reason reason, String detail) {
        return switch (reason) {
            case UNKNOWN_HOST -> Messages.UnreachableException_unknownHost(endpoint, endpoint.host());
            case REFUSED -> Messages.UnreachableException_refused(endpoint);
            case CONNECT_TIMEOUT -> Messages.UnreachableException_connectTimeout(endpoint);
            case ANSWER_TIMEOUT -> Messages.UnreachableException_answerTimeout(endpoint);
            case BROKEN ->
                endpoint.isSecure()
                        ? Messages.UnreachableException_brokenTls(endpoint, detail)
                        : Messages.UnreachableException_broken(endpoint, detail);
            default -> Messages.UnreachableException_tls(endpoint, detail);
        };
    }
}
