package io.jenkins.plugins.obshell.step.driver;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;

/** When and on which threads an {@link OperationDriver} acts. */
interface TurnScheduler {

    /**
     * @param task what to do; it must not wait
     * @param wait how long to wait first
     * @return a handle of it
     * @throws RejectedExecutionException if the controller goes down
     */
    ScheduledFuture<?> schedule(Runnable task, Duration wait);

    /**
     * The same on other threads, so that it happens even if the usual ones are stuck.
     *
     * @param task what to do; it must not wait
     * @param wait how long to wait first
     * @return a handle of it
     * @throws RejectedExecutionException if the controller goes down
     */
    ScheduledFuture<?> scheduleApart(Runnable task, Duration wait);

    /** {@return how long the first turn of an operation waits after a restart: random, at most a few seconds} */
    Duration spreadAfterRestart();

    /** {@return the clock that deadlines are compared with} */
    Clock clock();

    /** {@return the threads, for what is to be done at once} */
    Executor threads();

    /** {@return whether the controller goes down, so that nothing may be begun or completed any more} */
    boolean isClosing();
}
