package io.jenkins.plugins.obshell.step.driver;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.obshell.operation.OperationState;
import java.util.Objects;

/** Describes states, and decides whether a newer one must be stored. */
final class OperationStatus {

    private OperationStatus() {}

    /** {@return the state of the operation, in a short English phrase for diagnosis} */
    static String describe(@CheckForNull OperationState state) {
        if (state == null) {
            return "not yet begun";
        }
        String dag = state.dagId() == null ? "" : " DAG " + state.dagId();
        String phase =
                switch (state.phase()) {
                    case NEW -> "checking whether obshell is ready";
                    case CONFIGURING -> "configuring" + dag;
                    case STARTING -> "looking for what was started";
                    case FOLLOWING -> "following" + dag;
                    case VERIFYING -> "waiting for the backup itself" + dag;
                    case CANCELLING -> "cancelling" + dag;
                    case OVER -> "over" + dag;
                };
        return state.contact().lostAt() == null
                ? phase
                : phase + ", out of contact since " + state.contact().lostAt();
    }

    /** {@return whether nothing was or may have been started in obshell} */
    static boolean isNothingStarted(OperationState state) {
        return state.attempt() == null
                && state.dagId() == null
                && state.backups().jobs().isEmpty()
                && (state.configuration() == null || isNothingStarted(state.configuration()));
    }

    /**
     * @param stored  what was stored last, or null
     * @param current the state of the operation
     * @return whether a restart would lose more than the last wait and the last report
     */
    static boolean isNews(@CheckForNull OperationState stored, OperationState current) {
        if (stored == null) {
            return true;
        }
        return stored.phase() != current.phase()
                || stored.contact().made() != current.contact().made()
                || stored.backups().joined() != current.backups().joined()
                || stored.cancellation().backupSent() != current.cancellation().backupSent()
                || differ(stored.deadline(), current.deadline())
                || differ(stored.contact().lostAt(), current.contact().lostAt())
                || differ(
                        stored.contact().passwordRefusedAt(), current.contact().passwordRefusedAt())
                || differ(
                        stored.cancellation().requestedAt(),
                        current.cancellation().requestedAt())
                || differ(stored.attempt(), current.attempt())
                || differ(stored.dag(), current.dag())
                || differ(stored.backups().earlierJobs(), current.backups().earlierJobs())
                || differ(stored.backups().jobs(), current.backups().jobs())
                || isNewsOfConfiguration(stored.configuration(), current.configuration());
    }

    private static boolean isNewsOfConfiguration(
            @CheckForNull OperationState stored, @CheckForNull OperationState current) {
        return current == null ? stored != null : isNews(stored, current);
    }

    private static boolean differ(@CheckForNull Object one, @CheckForNull Object other) {
        return !Objects.equals(one, other);
    }
}
