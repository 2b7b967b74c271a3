package io.jenkins.plugins.obshell.operation;

import java.util.List;
import java.util.Objects;

/** The states of the backups that an operation makes: its own, or that of each tenant. */
final class ScheduleParts {

    private ScheduleParts() {}

    /** {@return the states of the backups that have begun and not ended} */
    static List<OperationState> of(OperationState state) {
        return state.separate() == null
                ? List.of(state)
                : state.separate().begun().stream()
                        .map(SeparateBackups.Begun::state)
                        .toList();
    }

    /** {@return whether a start that was stored in a turn is not known any more after that turn} */
    static boolean isStartForgotten(OperationState stored, OperationState after) {
        return stored.separate() != null
                && stored.separate().begun().stream()
                        .filter(begun -> begun.state().attempt() != null)
                        .anyMatch(begun -> after.separate().begun().stream()
                                .noneMatch(known -> Objects.equals(known.tenant(), begun.tenant())
                                        && known.state().phase() != Phase.NEW));
    }
}
