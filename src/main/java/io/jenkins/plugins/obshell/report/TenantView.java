package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.Bytes;
import io.jenkins.plugins.obshell.operation.result.RestoreWindow;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.TenantProgress;
import java.time.Instant;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The backup of one tenant on a page and in the REST API. */
@ExportedBean(defaultVisibility = 4)
public final class TenantView extends TimedView {

    private final TenantBackup backup;
    private final int percent;

    TenantView(TenantBackup backup, @Nullable Instant until) {
        this(backup, backup.isCompleted() ? 100 : -1, until);
    }

    TenantView(TenantProgress progress, @Nullable Instant until) {
        this(
                new TenantBackup(
                        null,
                        progress.tenant(),
                        progress.jobId(),
                        null,
                        progress.status(),
                        progress.startTime(),
                        progress.endTime(),
                        progress.inputBytes(),
                        progress.outputBytes(),
                        0,
                        null,
                        null,
                        0,
                        0,
                        null,
                        false,
                        null),
                progress.percent(),
                until);
    }

    private TenantView(TenantBackup backup, int percent, Instant until) {
        super(backup.startTime(), backup.endTime(), until);
        this.backup = backup;
        this.percent = percent;
    }

    /** {@return its name, or its id if the name is unknown} */
    @Exported
    @NonNull
    public String getTenant() {
        return backup.tenant();
    }

    /** {@return the id of the backup job} */
    @Exported
    @Nullable
    public String getJobId() {
        return backup.jobId();
    }

    /** {@return the id of the backup set} */
    @Exported
    @Nullable
    public String getBackupSetId() {
        return backup.backupSetId();
    }

    /** {@return OceanBase's status of the backup} */
    @Exported
    @Nullable
    public String getStatus() {
        return backup.status();
    }

    /** {@return the Jenkins symbol for the status} */
    @NonNull
    public String getIcon() {
        return StateIcons.of(backup.status());
    }

    /** {@return the number of bytes read} */
    @Exported
    public long getInputBytes() {
        return backup.inputBytes();
    }

    /** {@return the number of bytes written} */
    @Exported
    public long getOutputBytes() {
        return backup.outputBytes();
    }

    /** {@return the number of bytes written, for people} */
    @NonNull
    public String getWritten() {
        return Bytes.format(backup.outputBytes());
    }

    /** {@return how much is done, 0 to 100; -1 if unknown} */
    @Exported
    public int getPercent() {
        return percent;
    }

    /** {@return OceanBase's comment on the backup, or null} */
    @Exported
    @Nullable
    public String getComment() {
        String comment = backup.comment();
        return comment == null || comment.isEmpty() ? null : comment;
    }

    /** {@return the URI of the backup set, without secrets, or null} */
    @Exported
    @Nullable
    public String getPath() {
        return backup.path();
    }

    /** {@return the SCN from which on the backup set can be restored, in nanoseconds since 1970, or null} */
    @Exported
    @Nullable
    public String getEndScn() {
        return backup.endScn() <= 0 ? null : Long.toString(backup.endScn());
    }

    /** {@return the first point to which it can be restored, such as {@code 2026-01-31T12:30:00Z}, or null} */
    @Exported
    @Nullable
    public String getRestorableFrom() {
        return window() == null ? null : Objects.toString(window().from(), null);
    }

    /** {@return the last point to which it can be restored, such as {@code 2026-01-31T12:31:00Z}, or null} */
    @Exported
    @Nullable
    public String getRestorableTo() {
        return window() == null ? null : Objects.toString(window().to(), null);
    }

    /** {@return the last point to which it can be restored as an SCN, or null} */
    @Exported
    @Nullable
    public String getRestorePoint() {
        return window() == null ? null : Long.toString(window().toScn());
    }

    /** {@return the last point to which it can be restored, for people, or null} */
    @Nullable
    public Moment getRestorableUntil() {
        return window() == null ? null : Moment.of(window().to());
    }

    @Nullable
    private RestoreWindow window() {
        return backup.restorable();
    }
}
