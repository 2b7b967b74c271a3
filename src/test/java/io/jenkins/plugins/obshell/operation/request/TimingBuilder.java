package io.jenkins.plugins.obshell.operation.request;

import java.time.Duration;

/** Builds a {@link Timing} that differs from {@link Timing#DEFAULT} in what is set. */
public final class TimingBuilder {

    /** What requests have unless they are given another one: the default, but for a timeout of twelve hours. */
    public static final Timing TWELVE_HOURS =
            new TimingBuilder().timeout(Duration.ofHours(12)).build();

    private Duration timeout = Timing.DEFAULT.timeout();
    private Duration pollInterval = Timing.DEFAULT.pollInterval();
    private Duration toleratedOutage = Timing.DEFAULT.toleratedOutage();

    public TimingBuilder timeout(Duration value) {
        timeout = value;
        return this;
    }

    public TimingBuilder pollInterval(Duration value) {
        pollInterval = value;
        return this;
    }

    public TimingBuilder toleratedOutage(Duration value) {
        toleratedOutage = value;
        return this;
    }

    public Timing build() {
        return new Timing(timeout, pollInterval, toleratedOutage);
    }
}
