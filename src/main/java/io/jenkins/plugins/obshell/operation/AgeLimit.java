package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How old the last COMPLETED backup may be. Its age counts from its end if the log archive covers it, else from its start. A
 * backup whose age is unknown is not young enough.
 *
 * @param most        the greatest age
 * @param databaseNow the time by OceanBase's clock; empty if unknown
 */
record AgeLimit(Duration most, Optional<Instant> databaseNow) {

    /** {@return whether the backup ended within the limit, but started before it} */
    boolean dependsOnArchive(TenantBackup backup) {
        return backup.isCompleted() && isWithin(backup.endTime()) && !isWithin(backup.startTime());
    }

    /**
     * @param result   the backups
     * @param archived those that the log archive covers
     * @return a sentence for each of the first backups that are too old or not COMPLETED, and one for the rest
     */
    List<String> problems(OperationResult result, Set<TenantBackup> archived) {
        List<TenantBackup> tooOld = result.tenants().stream()
                .filter(backup -> isExceeded(backup) && !archived.contains(backup))
                .toList();
        FirstFew first = FirstFew.of(tooOld, this::problem);
        List<String> problems = new ArrayList<>(first.texts());
        if (first.more() > 0) {
            problems.add(Messages.AgeLimit_more(first.more()));
        }
        return problems;
    }

    private boolean isExceeded(TenantBackup backup) {
        return !backup.isCompleted() || !isWithin(backup.endTime()) || !isWithin(backup.startTime());
    }

    private boolean isWithin(@Nullable Instant time) {
        return DatabaseClock.age(time, databaseNow)
                .filter(age -> age.compareTo(most) <= 0)
                .isPresent();
    }

    private String problem(TenantBackup backup) {
        String job = String.valueOf(backup.jobId());
        if (!backup.isCompleted()) {
            return Messages.AgeLimit_notCompleted(backup.tenant(), String.valueOf(backup.status()));
        }
        boolean fromStart = isWithin(backup.endTime());
        return DatabaseClock.age(fromStart ? backup.startTime() : backup.endTime(), databaseNow)
                .map(Durations::format)
                .map(age -> fromStart
                        ? Messages.AgeLimit_startedBefore(backup.tenant(), age, Durations.format(most), job)
                        : Messages.AgeLimit_tooOld(backup.tenant(), age, Durations.format(most), job))
                .orElseGet(() -> Messages.AgeLimit_unknown(backup.tenant(), job));
    }
}
