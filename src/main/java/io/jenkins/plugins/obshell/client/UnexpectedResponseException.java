package io.jenkins.plugins.obshell.client;

import io.jenkins.plugins.obshell.client.secret.SecretMask;

/** Something answered, but not as obshell does: a proxy's page, half an answer, another program. */
public final class UnexpectedResponseException extends ObshellException {

    private static final long serialVersionUID = 1;

    /** What is wrong with the answer. */
    public enum Reason {
        /** There was no body where there must be one. */
        EMPTY,
        /** It ended before its announced end. */
        TRUNCATED,
        /** It is larger, longer or more deeply nested than any answer of obshell. */
        TOO_LARGE,
        /** It is not JSON; a web page, for example. */
        NOT_JSON,
        /** It is JSON of another shape. */
        WRONG_SHAPE,
        /** It sends the client elsewhere, which is not followed. */
        REDIRECT,
        /** It holds no public key where there must be one. */
        NO_KEY
    }

    private final Reason reason;
    private final int httpStatus;

    UnexpectedResponseException(Endpoint endpoint, int httpStatus, Reason reason) {
        this(endpoint, httpStatus, reason, "", SecretMask.NONE);
    }

    /** The detail is what it said, or what of it is wrong. */
    UnexpectedResponseException(Endpoint endpoint, int httpStatus, Reason reason, String detail, SecretMask secrets) {
        super(describe(endpoint, httpStatus, reason, detail, secrets), null, true);
        this.reason = reason;
        this.httpStatus = httpStatus;
    }

    /** {@return what is wrong with the answer} */
    public Reason reason() {
        return reason;
    }

    /** {@return the HTTP status of the answer} */
    public int httpStatus() {
        return httpStatus;
    }

    @Override
    public boolean isTransient() {
        return true;
    }

    private static String describe(
            Endpoint endpoint, int httpStatus, Reason reason, String detail, SecretMask secrets) {
        String what =
                switch (reason) {
                    case EMPTY -> Messages.UnexpectedResponseException_empty();
                    case TRUNCATED -> Messages.UnexpectedResponseException_truncated();
                    case TOO_LARGE ->
                        detail.isEmpty()
                                ? Messages.UnexpectedResponseException_tooMuch()
                                : Messages.UnexpectedResponseException_tooLarge(detail);
                    case NOT_JSON -> Messages.UnexpectedResponseException_notJson(secrets.excerpt(detail));
                    case WRONG_SHAPE -> Messages.UnexpectedResponseException_wrongShape(secrets.excerpt(detail));
                    case REDIRECT -> Messages.UnexpectedResponseException_redirect(secrets.excerpt(detail));
                    case NO_KEY -> detail;
                };
        return Messages.UnexpectedResponseException_answered(endpoint, httpStatus, what);
    }
}
