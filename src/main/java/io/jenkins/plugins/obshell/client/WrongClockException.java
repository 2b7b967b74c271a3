package io.jenkins.plugins.obshell.client;

import java.time.Duration;

/**
 * The clock of an endpoint, or what pretends to be it, is so far off that nothing is sealed for it: a request would be good
 * until that time, for whoever has recorded it.
 */
public final class WrongClockException extends ObshellException {

    private static final long serialVersionUID = 1;

    WrongClockException(Endpoint endpoint, Duration offset) {
        super(Messages.WrongClockException_off(endpoint, offset.abs().toHours()), null, false);
    }

    /** {@return true; another endpoint may be right, and clocks are put right} */
    @Override
    public boolean isTransient() {
        return true;
    }
}
