package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.result.RestoredBackup;
import java.time.Duration;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What a drill restores, on a page and in the REST API. */
@ExportedBean(defaultVisibility = 3)
public final class DrillView {

    private final RestoredBackup backup;
    private final ScratchTenant scratch;
    private final Duration duration;

    private DrillView(RestoredBackup backup, @Nullable ScratchTenant scratch, Duration duration) {
        this.backup = backup;
        this.scratch = scratch;
        this.duration = duration;
    }

    /** {@return what the restore of a drill restores; null before it is chosen, and for any other operation} */
    @Nullable
    static DrillView of(OperationSnapshot snapshot) {
        RestoredBackup backup =
                snapshot.state() == null ? null : snapshot.state().restoredBackup();
        return backup == null
                ? null
                : new DrillView(
                        backup,
                        snapshot.state().scratchTenant(),
                        snapshot.result().duration());
    }

    /** {@return the tenant that is restored into; null if nothing was sent} */
    @Exported
    @Nullable
    public String getScratchTenant() {
        return scratch == null ? null : scratch.name();
    }

    /** {@return the id that the restore gave that tenant; null while that is unknown} */
    @Exported
    @Nullable
    public String getScratchTenantId() {
        return scratch == null ? null : scratch.id();
    }

    /** {@return where the scratch tenant takes SQL, as {@code HOST:PORT}; null if that is unknown} */
    @Exported
    @Nullable
    public String getSqlAddress() {
        return Objects.toString(backup.sqlAddress(), null);
    }

    /** {@return how many bytes are restored, 0 until known} */
    @Exported
    public long getBytes() {
        return backup.bytes();
    }

    /** {@return how long the restore took, in seconds; 0 until it has ended} */
    @Exported
    public long getRestoreSeconds() {
        return duration.toSeconds();
    }

    /** {@return the id of the backup set} */
    @Exported
    @Nullable
    public String getBackupSetId() {
        return backup.backupSetId();
    }

    /** {@return the SCN that is restored to, as text} */
    @Exported
    @NonNull
    public String getRestorePoint() {
        return Long.toString(backup.scn());
    }

    /** {@return the same as a time, such as {@code 2026-01-31T12:00:00Z}} */
    @Exported
    @Nullable
    public String getRestoredTo() {
        return Objects.toString(backup.time(), null);
    }

    /** {@return the same for people} */
    @Nullable
    public Moment getMoment() {
        return Moment.of(backup.time());
    }

    /** {@return OceanBase's version where the tenant was backed up} */
    @Exported
    @Nullable
    public String getFromVersion() {
        return backup.fromVersion();
    }

    /** {@return OceanBase's version where it is restored} */
    @Exported
    @Nullable
    public String getToVersion() {
        return backup.toVersion();
    }
}
