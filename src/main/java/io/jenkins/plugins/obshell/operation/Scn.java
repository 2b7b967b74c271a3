package io.jenkins.plugins.obshell.operation;

import java.time.Instant;

/** OceanBase's system change numbers: nanoseconds since 1970. */
final class Scn {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private Scn() {}

    static Instant time(long scn) {
        return Instant.ofEpochSecond(scn / NANOS_PER_SECOND, scn % NANOS_PER_SECOND);
    }

    static long of(Instant time) {
        return time.getEpochSecond() * NANOS_PER_SECOND + time.getNano();
    }
}
