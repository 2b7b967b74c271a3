package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.Nullable;
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
        /** The TLS handshake failed, or the certificate is not accepted. */
        TLS,
        /** The connection broke. */
        BROKEN
    }

    private final Reason reason;

    @Nullable
    private final TlsFailure.Reason tlsReason;

    UnreachableException(
            Endpoint endpoint, Reason reason, Throwable cause, boolean mayHaveArrived, SecretMask secrets) {
        super(
                describe(endpoint, reason, secrets.excerpt(String.valueOf(cause.getMessage()))),
                secrets.mask(cause),
                mayHaveArrived);
        this.reason = reason;
        this.tlsReason = null;
    }

    UnreachableException(
            Endpoint endpoint, TlsFailure failure, Throwable cause, boolean mayHaveArrived, SecretMask secrets) {
        super(failure.describe(endpoint.toString(), secrets), secrets.mask(cause), mayHaveArrived);
        this.reason = Reason.TLS;
        this.tlsReason = failure.reason();
    }

    private UnreachableException(List<ObshellException> failures) {
        super(
                Messages.UnreachableException_all(
                        failures.size(),
                        failures.stream().map(Throwable::getMessage).collect(Collectors.joining(" "))),
                failures.get(failures.size() - 1),
                failures.stream().anyMatch(ObshellException::mayHaveArrived));
        UnreachableException first = failures.stream()
                .filter(UnreachableException.class::isInstance)
                .map(UnreachableException.class::cast)
                .findFirst()
                .orElse(null);
        this.reason = first == null ? Reason.BROKEN : first.reason;
        this.tlsReason = first == null ? null : first.tlsReason;
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

    /** {@return what is wrong with the certificate, or null if it is something else} */
    @Nullable
    public TlsFailure.Reason tlsReason() {
        return tlsReason;
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
            case TLS -> Messages.UnreachableException_tls(endpoint, detail);
        };
    }
}
