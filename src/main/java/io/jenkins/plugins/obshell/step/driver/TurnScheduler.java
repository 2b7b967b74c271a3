package io.jenkins.plugins.obshell.step.driver;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;

/** When and on which threads an {@link OperationDriver} acts. */
interface TurnScheduler {

    /**
     * @param task what to do; it must not wait
     * @param wait how long to wait before
     * @return a handle of it
     * @throws RejectedExecutionException where the controller goes down
     */
    @NonNull
    ScheduledFuture<?> schedule(@NonNull Runnable task, @NonNull Duration wait);

    /**
     * The same on other threads, so that it comes also where the usual ones are stuck.
     *
     * @param task what to do; it must not wait
     * @param wait how long to wait before
     * @return a handle of it
     * @throws RejectedExecutionException where the controller goes down
     */
    @NonNull
    ScheduledFuture<?> scheduleApart(@NonNull Runnable task, @NonNull Duration wait);

    /**
     * Keeps the looks at one cluster apart, but for those at the same thing, which it brings together.
     *
     * @param cluster what tells the cluster from others
     * @param subject what of the cluster is looked at
     * @param wait    about how long to wait
     * @return how long to wait
     */
    @NonNull
    Duration pace(@NonNull String cluster, @NonNull String subject, @NonNull Duration wait);

    /** {@return the threads, for what is to be done at once} */
    @NonNull
    Executor threads();

    /** {@return whether the controller goes down, so that nothing may be begun or completed any more} */
    boolean isClosing();
}
