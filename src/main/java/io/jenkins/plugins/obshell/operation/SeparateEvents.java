package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.operation.SeparateBackups.Begun;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Chooses what is reported of backups that are made one by one: a line where one begins and one where it ends, and what is out
 * of the ordinary. There can be hundreds of tenants.
 */
final class SeparateEvents {

    /** All tenants together have these. */
    private static final Set<Class<? extends ProgressEvent>> LEFT_OUT = Set.of(
            ProgressEvent.Connected.class,
            ProgressEvent.StageEntered.class,
            ProgressEvent.BackupProgress.class,
            ProgressEvent.WaitingForArchive.class);

    /** These name their tenant. */
    private static final Set<Class<? extends ProgressEvent>> NAMED = Set.of(
            ProgressEvent.TenantOver.class,
            ProgressEvent.CompletedWithRemark.class,
            ProgressEvent.RestorableUnknown.class);

    private SeparateEvents() {}

    /** {@return what to report of a turn of one backup} */
    static List<ProgressEvent> of(SeparateBackups before, SeparateBackups after, Begun begun, Turn turn) {
        List<ProgressEvent> events = new ArrayList<>();
        for (ProgressEvent event : turn.events()) {
            if (event instanceof ProgressEvent.ContactLost || event instanceof ProgressEvent.ContactRegained) {
                // One obshell is lost to all of them.
                if (!isLost(event instanceof ProgressEvent.ContactLost ? before : after)) {
                    events.add(event);
                }
            } else if (NAMED.contains(event.getClass()) || begun.tenant() == null) {
                events.add(event);
            } else if (!LEFT_OUT.contains(event.getClass())) {
                events.add(new ProgressEvent.OfTenant(begun.tenant(), event));
            }
        }
        return events;
    }

    private static boolean isLost(SeparateBackups backups) {
        return backups.begun().stream()
                .anyMatch(begun -> begun.state().contact().lostAt() != null);
    }

    /** The same with the end of the backup, unless its status says all. */
    static List<ProgressEvent> over(List<ProgressEvent> events, Begun begun, Turn turn) {
        Verdict verdict = turn.outcome().verdict();
        boolean isSaid = verdict == Verdict.SUCCESS && turn.state().attempt() != null;
        if (isSaid) {
            return events;
        }
        List<ProgressEvent> all = new ArrayList<>(events);
        all.add(new ProgressEvent.TenantEnded(
                Objects.requireNonNull(begun.tenant()), verdict, turn.outcome().message()));
        return all;
    }
}
