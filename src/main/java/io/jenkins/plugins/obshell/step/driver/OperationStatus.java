package io.jenkins.plugins.obshell.step.driver;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.SeparateBackups;

/** Describes states, and decides whether a newer one must be stored. */
final class OperationStatus {

    private OperationStatus() {}

    /** {@return the state of the operation, in a short English phrase for diagnosis} */
    static String describe(@CheckForNull OperationState state) {
        if (state == null) {
            return "not yet begun";
        }
        String dag = state.dagId() == null ? several(state.separate()) : " DAG " + state.dagId();
        String phase =
                switch (state.phase()) {
                    case NEW -> "checking whether obshell is ready";
                    case CONFIGURING -> "configuring" + dag;
                    case STARTING -> "looking for what was started";
                    case FOLLOWING -> "following" + dag;
                    case VERIFYING -> "waiting for the backup itself" + dag;
                    case ARCHIVING -> "waiting for the log archive to pass the backup";
                    case CANCELLING -> "cancelling" + dag;
                    case OVER -> "over" + dag;
                };
        return state.contact().lostAt() == null
                ? phase
                : phase + ", out of contact since " + state.contact().lostAt();
    }

    private static String several(@CheckForNull SeparateBackups backups) {
        return backups == null
                ? ""
                : " " + backups.begun().size() + " backups, "
                        + backups.pending().size() + " to come";
    }

    /** {@return whether nothing was or may have been started in obshell} */
    static boolean isNothingStarted(OperationState state) {
        return state.attempt() == null
                && state.dagId() == null
                && state.backups().jobs().isEmpty()
                && (state.configuration() == null || isNothingStarted(state.configuration()))
                && (state.separate() == null
                        || state.separate().ended().started().count() == 0
                                && state.separate().begun().stream()
                                        .allMatch(begun -> isNothingStarted(begun.state())));
    }

    /**
     * @param stored  what was stored last, or null
     * @param current the state of the operation
     * @return whether a restart would lose more than the last wait and the last report
     */
    static boolean isNews(@CheckForNull OperationState stored, OperationState current) {
        return stored == null || !stored.durable().equals(current.durable());
    }
}
