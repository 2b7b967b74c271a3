package io.jenkins.plugins.obshell.client.secret;

import edu.umd.cs.findbugs.annotations.Nullable;

/** Replaces an exception that repeated a secret: the same message and stack trace, masked. */
public final class MaskedException extends Exception {

    private static final long serialVersionUID = 1;

    MaskedException(String message, @Nullable Throwable cause, StackTraceElement[] trace) {
        super(message, cause);
        setStackTrace(trace);
    }
}
