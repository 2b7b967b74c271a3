package io.jenkins.plugins.obshell.client.secret;

import edu.umd.cs.findbugs.annotations.Nullable;

/** Stands in the place of an error that repeated a secret: it tells the same without. */
public final class MaskedException extends Exception {

    private static final long serialVersionUID = 1;

    MaskedException(String message, @Nullable Throwable cause, StackTraceElement[] trace) {
        super(message, cause);
        setStackTrace(trace);
    }
}
