package io.jenkins.plugins.obshell.fuzz;

import java.nio.charset.StandardCharsets;

/** Whole operations of every kind; an input is a {@link Script}. */
public final class OperationFuzz {

    private OperationFuzz() {}

    /** Plays one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        PlayedOperation.play(new String(input, StandardCharsets.UTF_8));
    }
}
