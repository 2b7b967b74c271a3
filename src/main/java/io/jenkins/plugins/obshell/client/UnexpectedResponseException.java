package io.jenkins.plugins.obshell.client;

import io.jenkins.plugins.obshell.client.secret.SecretMask;

/** The response is not one of obshell: a page of a proxy, a truncated response, or another program. */
public final class UnexpectedResponseException extends ObshellException {

    private static final long serialVersionUID = 1;

    /** What is wrong with the response. */
    public enum Reason {
        /** The body, or the data in it, is missing. */
        EMPTY,
        /** It ended before its announced end. */
        TRUNCATED,
        /** It is larger or more deeply nested than any response of obshell. */
        TOO_LARGE,
        /** It is not JSON, but a web page, for example. */
        NOT_JSON,
        /** It is JSON of another shape. */
        WRONG_SHAPE,
        /** It is a redirect, which is not followed. */
        REDIRECT,
        /** The public key is missing or malformed. */
        NO_KEY
    }

    private final Reason reason;
    private final int httpStatus;

    UnexpectedResponseException(Endpoint endpoint, int httpStatus, Reason reason) {
        this(endpoint, httpStatus, reason, "", SecretMask.NONE);
    }

    /** @param detail an excerpt of the response, or the limit that it exceeds */
    UnexpectedResponseException(Endpoint endpoint, int httpStatus, Reason reason, String detail, SecretMask secrets) {
        super(describe(endpoint, httpStatus, reason, detail, secrets), null, true);
        this.reason = reason;
        this.httpStatus = httpStatus;
    }

    /** {@return what is wrong with the response} */
    public Reason reason() {
        return reason;
    }

    /** {@return the HTTP status of the response} */
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
