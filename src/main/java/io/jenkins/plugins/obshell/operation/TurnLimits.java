package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.OmittedTenants;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.StoredJson;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Limits the size of what a turn reports and stores, whatever the number of tenants and the length of their comments.
 * Backups that are not COMPLETED come first, and those that are left out are counted.
 */
final class TurnLimits {

    /** In characters. */
    private static final int LONGEST_MESSAGE = 4000;

    private static final int MOST_TENANTS = 100;

    /** In characters of JSON, of all tenants together. */
    private static final int LONGEST_TENANTS = 64 * 1024;

    private static final int MOST_LINES = 50;

    /** In characters of what the lines show, of all together. */
    private static final int LONGEST_LINES = 16 * 1024;

    private TurnLimits() {}

    /** {@return the outcome with a limited number of tenants; null for null} */
    @Nullable
    static Outcome tenants(@Nullable Outcome outcome) {
        if (outcome == null) {
            return null;
        }
        OperationResult all = outcome.result();
        List<TenantBackup> most = most(
                all.tenants(),
                MOST_TENANTS,
                LONGEST_TENANTS,
                backup -> StoredJson.write(backup).length());
        OmittedTenants omitted = omitted(all.tenants(), most);
        return omitted == null ? outcome : new Outcome(outcome.verdict(), outcome.message(), all.with(most, omitted));
    }

    /** {@return the outcome with a message of limited length; null for null} Only a masked message may be cut. */
    @Nullable
    static Outcome message(@Nullable Outcome outcome) {
        return outcome == null || outcome.message().length() <= LONGEST_MESSAGE
                ? outcome
                : new Outcome(
                        outcome.verdict(), outcome.message().substring(0, LONGEST_MESSAGE - 1) + "…", outcome.result());
    }

    /** {@return the events with a limited number of ended backups} */
    static List<ProgressEvent> events(List<ProgressEvent> events) {
        List<TenantBackup> over = events.stream()
                .filter(ProgressEvent.TenantOver.class::isInstance)
                .map(event -> ((ProgressEvent.TenantOver) event).backup())
                .toList();
        List<TenantBackup> most = most(over, MOST_LINES, LONGEST_LINES, TurnLimits::shown);
        OmittedTenants omitted = omitted(over, most);
        if (omitted == null) {
            return events;
        }
        List<ProgressEvent> limited = new ArrayList<>(events);
        limited.removeIf(ProgressEvent.TenantOver.class::isInstance);
        most.forEach(backup -> limited.add(new ProgressEvent.TenantOver(backup)));
        limited.add(new ProgressEvent.MoreTenantsOver(omitted));
        return limited;
    }

    private static int shown(TenantBackup backup) {
        return Stream.of(backup.tenant(), backup.status(), backup.jobId(), backup.backupSetId())
                .filter(Objects::nonNull)
                .mapToInt(String::length)
                .sum();
    }

    /** All in their order, or the worst ones first and as many as there is room for, but at least one. */
    private static List<TenantBackup> most(
            List<TenantBackup> all, int count, int longest, ToIntFunction<TenantBackup> length) {
        List<TenantBackup> worstFirst = all.stream()
                .sorted(Comparator.comparing(TenantBackup::isCompleted))
                .toList();
        int kept = 0;
        int together = 0;
        for (TenantBackup backup : worstFirst.subList(0, Math.min(count, all.size()))) {
            together += length.applyAsInt(backup);
            if (kept > 0 && together > longest) {
                break;
            }
            kept++;
        }
        return kept == all.size() ? all : worstFirst.subList(0, kept);
    }

    @Nullable
    private static OmittedTenants omitted(List<TenantBackup> all, List<TenantBackup> most) {
        return most.size() == all.size()
                ? null
                : new OmittedTenants(
                        all.size() - most.size(),
                        notCompleted(all) - notCompleted(most),
                        sum(all, TenantBackup::inputBytes) - sum(most, TenantBackup::inputBytes),
                        sum(all, TenantBackup::outputBytes) - sum(most, TenantBackup::outputBytes));
    }

    private static int notCompleted(List<TenantBackup> backups) {
        return (int) backups.stream().filter(backup -> !backup.isCompleted()).count();
    }

    private static long sum(List<TenantBackup> backups, ToLongFunction<TenantBackup> bytes) {
        return backups.stream().mapToLong(bytes).sum();
    }
}
