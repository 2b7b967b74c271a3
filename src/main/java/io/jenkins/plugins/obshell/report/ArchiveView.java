package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.result.ArchiveState;
import java.time.Duration;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The state of a tenant's log archive on a page and in the REST API. */
@ExportedBean(defaultVisibility = 4)
public final class ArchiveView {

    private final ArchiveState archive;

    ArchiveView(@NonNull ArchiveState archive) {
        this.archive = archive;
    }

    /** {@return the name of the tenant} */
    @Exported
    @NonNull
    public String getTenant() {
        return archive.tenant();
    }

    /** {@return OceanBase's status of the round; null if log archiving was stopped, was interrupted or was never started} */
    @Exported
    @Nullable
    public String getStatus() {
        return archive.status();
    }

    /** {@return the status for people} */
    @NonNull
    public String getStatusText() {
        return archive.status() == null ? Messages.ArchiveView_none() : archive.status();
    }

    /** {@return whether no log is being archived} */
    @Exported
    public boolean isHalted() {
        return archive.isHalted();
    }

    /** {@return the Jenkins symbol for the status} */
    @NonNull
    public String getIcon() {
        if (archive.isHalted()) {
            return "symbol-status-red";
        }
        return "DOING".equals(archive.status()) ? "symbol-status-blue" : "symbol-status-nobuilt-anime";
    }

    /** {@return the id of the round, or null} */
    @Exported
    @Nullable
    public String getRoundId() {
        return archive.roundId();
    }

    /** {@return from when on the log is archived without a gap, such as {@code 2026-01-31T12:00:00Z}, or null} */
    @Exported
    @Nullable
    public String getSince() {
        return Objects.toString(archive.since(), null);
    }

    /** {@return up to when the log is archived, such as {@code 2026-01-31T12:00:00Z}, or null} */
    @Exported
    @Nullable
    public String getArchivedUpTo() {
        return Objects.toString(archive.archivedUpTo(), null);
    }

    /** {@return how far that is behind the present, in seconds, or null} */
    @Exported
    @Nullable
    public Long getLagSeconds() {
        return archive.lagSeconds();
    }

    /** {@return from when on the log is archived without a gap, for people, or null} */
    @Nullable
    public Moment getBegan() {
        return Moment.of(archive.since());
    }

    /** {@return up to when the log is archived, for people, or null} */
    @Nullable
    public Moment getCheckpoint() {
        return Moment.of(archive.archivedUpTo());
    }

    /** {@return how far that is behind the present, for people, or null} */
    @Nullable
    public String getLag() {
        return archive.lagSeconds() == null ? null : Durations.format(Duration.ofSeconds(archive.lagSeconds()));
    }
}
