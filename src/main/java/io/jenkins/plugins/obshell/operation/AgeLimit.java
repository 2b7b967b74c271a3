package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How old the last COMPLETED backup may be. A backup whose age is unknown is not young enough.
 *
 * @param most        the greatest age
 * @param databaseNow the time by OceanBase's clock; empty if unknown
 */
record AgeLimit(Duration most, Optional<Instant> databaseNow) {

    /** {@return a sentence for each of the first backups that are too old or not COMPLETED, and one for the rest} */
    List<String> problems(OperationResult result) {
        List<TenantBackup> tooOld =
                result.tenants().stream().filter(this::isExceeded).toList();
        FirstFew first = FirstFew.of(tooOld, this::problem);
        List<String> problems = new ArrayList<>(first.texts());
        if (first.more() > 0) {
            problems.add(Messages.AgeLimit_more(first.more()));
        }
        return problems;
    }

    private boolean isExceeded(TenantBackup backup) {
        return !backup.isCompleted()
                || age(backup).filter(age -> age.compareTo(most) <= 0).isEmpty();
    }

    private Optional<Duration> age(TenantBackup backup) {
        return DatabaseClock.age(backup.endTime(), databaseNow);
    }

    private String problem(TenantBackup backup) {
        String job = String.valueOf(backup.jobId());
        if (!backup.isCompleted()) {
            return Messages.AgeLimit_notCompleted(backup.tenant(), String.valueOf(backup.status()));
        }
        return age(backup)
                .map(age ->
                        Messages.AgeLimit_tooOld(backup.tenant(), Durations.format(age), Durations.format(most), job))
                .orElseGet(() -> Messages.AgeLimit_unknown(backup.tenant(), job));
    }
}
