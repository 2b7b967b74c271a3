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
        OperationResult limited = tenants(outcome.result());
        return limited.equals(outcome.result()) ? outcome : outcome.with(limited);
    }

    /** {@return the result with a limited number of tenants} */
    static OperationResult tenants(OperationResult all) {
        List<TenantBackup> sorted = worstFirst(all.tenants().stream());
        int kept = kept(
                sorted,
                MOST_TENANTS,
                LONGEST_TENANTS,
                backup -> StoredJson.write(backup).length());
        if (kept == sorted.size()) {
            return all;
        }
        OmittedTenants left = OmittedTenants.of(sorted.subList(kept, sorted.size()));
        return all.with(sorted.subList(0, kept), all.omitted() == null ? left : left.and(all.omitted()));
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
        List<TenantBackup> sorted = worstFirst(events.stream()
                .filter(ProgressEvent.TenantOver.class::isInstance)
                .map(event -> ((ProgressEvent.TenantOver) event).backup()));
        int kept = kept(sorted, MOST_LINES, LONGEST_LINES, TurnLimits::shown);
        if (kept == sorted.size()) {
            return events;
        }
        List<ProgressEvent> limited = new ArrayList<>(events);
        limited.removeIf(ProgressEvent.TenantOver.class::isInstance);
        sorted.subList(0, kept).forEach(backup -> limited.add(new ProgressEvent.TenantOver(backup)));
        limited.add(new ProgressEvent.MoreTenantsOver(OmittedTenants.of(sorted.subList(kept, sorted.size()))));
        return limited;
    }

    private static int shown(TenantBackup backup) {
        return Stream.of(backup.tenant(), backup.status(), backup.jobId(), backup.backupSetId())
                .filter(Objects::nonNull)
                .mapToInt(String::length)
                .sum();
    }

    /** {@return those that are not COMPLETED first, then those that may not be restorable} */
    static List<TenantBackup> worstFirst(Stream<TenantBackup> backups) {
        return backups.sorted(Comparator.comparing(TenantBackup::isCompleted)
                        .thenComparing(backup -> backup.restorable() != null))
                .toList();
    }

    /** {@return how many of the first there is room for, at least one if there is any} */
    private static int kept(List<TenantBackup> sorted, int most, int longest, ToIntFunction<TenantBackup> length) {
        int kept = 0;
        int together = 0;
        for (TenantBackup backup : sorted.subList(0, Math.min(most, sorted.size()))) {
            together += length.applyAsInt(backup);
            if (kept > 0 && together > longest) {
                break;
            }
            kept++;
        }
        return kept;
    }
}
