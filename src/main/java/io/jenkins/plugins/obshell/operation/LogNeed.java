package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.RecordTextMapper;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The log that a backup set needs to be restored.
 *
 * @param tenantId      the tenant
 * @param tenantName    its name, or null if it is not known
 * @param jobId         the job of the backup
 * @param startScn      from where on; 0 if OceanBase does not report it
 * @param endScn        up to where; 0 if OceanBase does not report it
 * @param startTime     when the job started, by OceanBase's clock; or null
 * @param endTime       when it ended, by OceanBase's clock; or null
 * @param carriesItsLog whether the backup set includes this log; null if the history is still to tell
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, addStaticBuilder = false)
public record LogNeed(
        @Nullable String tenantId,
        @Nullable String tenantName,
        @Nullable String jobId,
        long startScn,
        long endScn,
        @Nullable Instant startTime,
        @Nullable Instant endTime,
        @Nullable Boolean carriesItsLog)
        implements LogNeedBuilder.With {

    /** An SCN of a backup can be this far outside the times of its job. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    static LogNeed of(TenantBackup backup, @Nullable Boolean plusArchive) {
        return new LogNeed(
                backup.tenantId(),
                backup.tenantName(),
                backup.jobId(),
                backup.startScn(),
                backup.endScn(),
                backup.startTime(),
                backup.endTime(),
                plusArchive);
    }

    LogNeed masked(RecordTextMapper texts) {
        return with(it -> it.tenantId(texts.changed(tenantId)).jobId(texts.changed(jobId)));
    }

    /** {@return the name, or else the id} */
    String name() {
        return Objects.requireNonNullElse(tenantName, String.valueOf(tenantId));
    }

    /**
     * From where on the log is needed, and up to where, in times as obshell shows them.
     *
     * @param scnsAhead how far these times are ahead of SCNs; zero also if SCNs are not reported
     */
    record Span(Instant from, Instant to, Duration scnsAhead) {}

    /**
     * SCNs are real times. If OceanBase's clock itself is off, they agree with the shown times instead, so the times of the job
     * decide. A set without SCNs needs the log of its whole job.
     *
     * @return the span; null if OceanBase does not report when the job started and ended
     */
    @Nullable
    Span span(ArchiveClock clock) {
        if (startTime == null || endTime == null) {
            return null;
        }
        List<Duration> fitting = startScn <= 0 || endScn <= 0
                ? List.of()
                : Stream.of(clock.ahead(), Duration.ZERO)
                        .filter(this::isWithinJob)
                        .sorted()
                        .toList();
        if (fitting.isEmpty()) {
            return new Span(startTime, endTime, clock.ahead());
        }
        Duration longest = fitting.get(fitting.size() - 1);
        return new Span(
                Scn.time(startScn).plus(fitting.get(0)), Scn.time(endScn).plus(longest), longest);
    }

    private boolean isWithinJob(Duration ahead) {
        Instant end = Scn.time(endScn).plus(ahead);
        return !end.isBefore(startTime.minus(SLACK)) && !end.isAfter(endTime.plus(SLACK));
    }
}
