package io.jenkins.plugins.obshell.simulator.state;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What a sub-task does when it runs. */
public interface StageWork {

    /** Does the work, now or step by step; ends it by succeeding or failing. */
    void run(Run run);

    /** A running sub-task, as its work sees it. What is asked for after its end is ignored. */
    interface Run {
        /** Adds a line to the log of the sub-task. */
        void log(String line);

        /** Goes on after some time. */
        void after(Duration duration, Runnable then);

        /** Goes on when the condition holds; fails with the server's time-out when it does not within the seconds. */
        void await(BooleanSupplier condition, int seconds, String what, Runnable then);

        /** Ends well. */
        void succeed();

        /** Ends with an error line. */
        void fail(String code, String message);

        /** Ends badly; the log says why already. */
        void failSilently();
    }
}
