package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.ObshellClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/** The clock of obshell's host, as far as the client has learned it. */
final class ServerClock {

    private ServerClock() {}

    /** {@return the present by the clock of obshell's host that is most ahead} */
    static Instant now(ObshellClient client, Instant localNow) {
        return localNow.plus(client.directory().clockOffsets().stream()
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO));
    }
}
