package io.jenkins.plugins.obshell.client;

import io.jenkins.plugins.obshell.client.secret.SecretMask;
import io.jenkins.plugins.obshell.client.tls.TlsFailure;
import java.util.List;
import java.util.stream.Collectors;

/** No answer came: the endpoint could not be reached, or contact was lost before the answer. */
public final class UnreachableException extends ObshellException {

    private static final long serialVersionUID = 1;

    /** Why no answer came. */
    public enum Reason {
        /** The host name has no address. */
        UNKNOWN_HOST,
        /** Nothing listens on the port, or a firewall refuses. */
        REFUSED,
        /** The connection was not accepted in time. */
        CONNECT_TIMEOUT,
        /** The connection was accepted but no answer came in time. */
        ANSWER_TIMEOUT,
        /** The two sides do not agree on https, for none of the reasons that follow. */
        TLS,
        /** The certificate vouches for itself, and nobody said that it is right. */
        SELF_SIGNED,
        /** Nobody who is trusted vouches for the certificate. */
        UNKNOWN_ISSUER,
        /** The certificate is for other hosts. */
        WRONG_HOST,
        /** The certificate, or one that vouches for it, is not valid yet or any more. */
        EXPIRED,
        /** A client certificate is wanted, and none was shown, or it was not accepted. */
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
     * Sums up what each of several endpoints brought. One that may have acted counts most, since the call must then not be
     * made again; then a refusal, which says most; that something is not there is believed only where all say so.
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

    /** {@return why no answer came} */
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
