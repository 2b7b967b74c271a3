package io.jenkins.plugins.obshell.step.driver;

/** Why an operation is to end before its own end. */
enum StopRequest {
    /** It goes on. */
    NONE,

    /** The build is aborted, and obshell is asked to cancel first. */
    CANCEL,

    /** The build is aborted, and what was started is left running. */
    ABANDON,

    /** The deadline has passed while a turn was under way. */
    TIME_OUT
}
