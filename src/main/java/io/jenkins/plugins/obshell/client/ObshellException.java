package io.jenkins.plugins.obshell.client;

/** A call to obshell failed. The message is for a person and contains no secret. */
public abstract sealed class ObshellException extends Exception
        permits PasswordUnavailableException,
                RefusedException,
                UnexpectedResponseException,
                UnreachableException,
                UntrustedKeyException,
                WrongClockException {

    private static final long serialVersionUID = 1;

    private boolean mayHaveArrived;

    ObshellException(String message, Throwable cause, boolean mayHaveArrived) {
        super(message, cause);
        this.mayHaveArrived = mayHaveArrived;
    }

    /**
     * Distinguishes a request whose response was lost from one that had no effect.
     *
     * @return whether obshell may have acted on the request
     */
    public final boolean mayHaveArrived() {
        return mayHaveArrived;
    }

    /** Marks a failure of a request that precedes the call, so the call itself was never sent. */
    final ObshellException beforeSending() {
        mayHaveArrived = false;
        return this;
    }

    /** {@return whether another endpoint, or the same one later, may answer} */
    public abstract boolean isTransient();
}
