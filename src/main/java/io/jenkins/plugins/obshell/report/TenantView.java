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

    private final String tenant;
    private final String jobId;
    private final String backupSetId;
    private final String status;
    private final long inputBytes;
    private final long outputBytes;
    private final int percent;
    private final String comment;
    private final String path;
    private final String endScn;
    private final RestoreWindow window;

    TenantView(@NonNull TenantBackup backup, @Nullable Instant until) {
        super(backup.startTime(), backup.endTime(), until);
        this.tenant = backup.tenant();
        this.jobId = backup.jobId();
        this.backupSetId = backup.backupSetId();
        this.status = backup.status();
        this.inputBytes = backup.inputBytes();
        this.outputBytes = backup.outputBytes();
        this.percent = backup.isCompleted() ? 100 : -1;
        this.comment = backup.comment();
        this.path = backup.path();
        this.endScn = backup.endScn() <= 0 ? null : Long.toString(backup.endScn());
        this.window = backup.restorable();
    }

    TenantView(@NonNull TenantProgress progress, @Nullable Instant until) {
        super(progress.startTime(), progress.endTime(), until);
        this.tenant = progress.tenant();
        this.jobId = progress.jobId();
        this.backupSetId = null;
        this.status = progress.status();
        this.inputBytes = progress.inputBytes();
        this.outputBytes = progress.outputBytes();
        this.percent = progress.percent();
        this.comment = null;
        this.path = null;
        this.endScn = null;
        this.window = null;
    }

    /** {@return its name, or its id if the name is unknown} */
    @Exported
    @NonNull
    public String getTenant() {
        return tenant;
    }

    /** {@return the id of the backup job} */
    @Exported
    @Nullable
    public String getJobId() {
        return jobId;
    }

    /** {@return the id of the backup set} */
    @Exported
    @Nullable
    public String getBackupSetId() {
        return backupSetId;
    }

    /** {@return OceanBase's status of the backup} */
    @Exported
    @Nullable
    public String getStatus() {
        return status;
    }

    /** {@return the Jenkins symbol for the status} */
    @NonNull
    public String getIcon() {
        return StateIcons.of(status);
    }

    /** {@return the number of bytes read} */
    @Exported
    public long getInputBytes() {
        return inputBytes;
    }

    /** {@return the number of bytes written} */
    @Exported
    public long getOutputBytes() {
        return outputBytes;
    }

    /** {@return the number of bytes written, for people} */
    @NonNull
    public String getWritten() {
        return Bytes.format(outputBytes);
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
        return comment == null || comment.isEmpty() ? null : comment;
    }

    /** {@return the URI of the backup set, without secrets, or null} */
    @Exported
    @Nullable
    public String getPath() {
        return path;
    }

    /** {@return the SCN from which on the backup set can be restored, in nanoseconds since 1970, or null} */
    @Exported
    @Nullable
    public String getEndScn() {
        return endScn;
    }

    /** {@return the first point to which it can be restored, such as {@code 2026-01-31T12:30:00Z}, or null} */
    @Exported
    @Nullable
    public String getRestorableFrom() {
        return window == null ? null : Objects.toString(window.from(), null);
    }

    /** {@return the last point to which it can be restored, such as {@code 2026-01-31T12:31:00Z}, or null} */
    @Exported
    @Nullable
    public String getRestorableTo() {
        return window == null ? null : Objects.toString(window.to(), null);
    }

    /** {@return the last point to which it can be restored as an SCN, or null} */
    @Exported
    @Nullable
    public String getRestorePoint() {
        return window == null ? null : Long.toString(window.toScn());
    }

    /** {@return the last point to which it can be restored, for people, or null} */
    @Nullable
    public Moment getRestorableUntil() {
        return window == null ? null : Moment.of(window.to());
    }
}
