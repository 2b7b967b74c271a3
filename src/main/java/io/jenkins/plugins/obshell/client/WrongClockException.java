package io.jenkins.plugins.obshell.client;

import java.time.Duration;

/**
 * The clock of an endpoint is so far off that nothing is encrypted for it: an attacker could replay a recorded request until
 * that time.
 */
public final class WrongClockException extends ObshellException {

    private static final long serialVersionUID = 1;

    WrongClockException(Endpoint endpoint, Duration offset) {
        super(Messages.WrongClockException_off(endpoint, offset.abs().toHours()), null, false);
    }

    /** {@return true, since another endpoint may be right, and clocks are corrected} */
    @Override
    public boolean isTransient() {
        return true;
    }
}
