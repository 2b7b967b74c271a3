package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.EncryptionMode;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.util.List;
import java.util.Objects;

/**
 * How to restore a backup set: commands to copy. What obshell did not report, and what the administrator must choose, stands
 * in angle brackets, so that a command that is not filled in cannot run.
 */
public final class RestoreView {

    private final TenantBackup backup;

    RestoreView(@NonNull TenantBackup backup) {
        this.backup = backup;
    }

    /** {@return the backups that are COMPLETED, less those that failed to become restorable} */
    @NonNull
    static List<RestoreView> of(@Nullable Outcome outcome) {
        if (outcome == null) {
            return List.of();
        }
        return outcome.result().tenants().stream()
                .filter(TenantBackup::isCompleted)
                .filter(backup -> backup.restorable() != null || outcome.verdict() != Verdict.FAILURE)
                .map(RestoreView::new)
                .toList();
    }

    /** {@return the tenant that was backed up} */
    @NonNull
    public String getTenant() {
        return backup.tenant();
    }

    /** {@return the id of the backup set, or a dash} */
    @NonNull
    public String getBackupSetId() {
        return Objects.requireNonNullElse(backup.backupSetId(), "-");
    }

    /** {@return the first point to which it can be restored, for people, or null} */
    @Nullable
    public Moment getFrom() {
        return backup.restorable() == null
                ? null
                : Moment.of(backup.restorable().from());
    }

    /** {@return the last point to which it can be restored, for people; null if it is not known to be restorable} */
    @Nullable
    public Moment getUntil() {
        return backup.restorable() == null
                ? null
                : Moment.of(backup.restorable().to());
    }

    /** {@return whether it can be restored to a single second only} */
    public boolean isSinglePoint() {
        return backup.restorable() != null
                && getFrom().getIso().equals(getUntil().getIso());
    }

    /** {@return OceanBase's word for how the backup set is encrypted, or null if unknown} */
    @Nullable
    public String getEncryption() {
        return backup.encryptionMode() == null || backup.encryptionMode().isBlank() ? null : backup.encryptionMode();
    }

    /** {@return whether the password that was given for the backup set is needed} */
    public boolean isPasswordNeeded() {
        return EncryptionMode.needsPassword(backup.encryptionMode());
    }

    /** {@return the command for a host of obshell} */
    @NonNull
    public String getCommand() {
        String archive = archive();
        return "obshell tenant restore <new-tenant>"
                + " --data_backup_uri " + shell(data())
                + (archive == null ? "" : " --archive_log_uri " + shell(archive))
                + " --scn " + scn()
                + " --zone <zones> --unit <unit-config>"
                + (isPasswordNeeded() ? " --decryption '<password>'" : "");
    }

    /** {@return the same as SQL for the sys tenant} */
    @NonNull
    public String getSql() {
        String archive = archive();
        // obshell, too, repeats the data destination if the set carries its log.
        String uris = sql(data() + "," + (archive == null ? data() : archive));
        return "CREATE RESOURCE POOL <pool> UNIT = '<unit-config>', UNIT_NUM = <unit-num>, ZONE_LIST = (<zones>);\n"
                + (isPasswordNeeded() ? "SET DECRYPTION IDENTIFIED BY '<password>';\n" : "")
                + "ALTER SYSTEM RESTORE <new-tenant> FROM " + uris + " UNTIL SCN = " + scn()
                + " WITH 'pool_list=<pool>&locality=<locality>&primary_zone=<primary-zone>';";
    }

    private String data() {
        return Objects.requireNonNullElse(backup.path(), "<data-destination>");
    }

    @Nullable
    private String archive() {
        if (backup.restorable() != null && backup.restorable().archivePath() != null) {
            return backup.restorable().archivePath();
        }
        return backup.plusArchive() ? null : "<archive-destination>";
    }

    private String scn() {
        if (backup.restorable() != null) {
            return Long.toString(backup.restorable().toScn());
        }
        return backup.endScn() > 0 ? Long.toString(backup.endScn()) : "<scn>";
    }

    private static String shell(String text) {
        return isPlaceholder(text) ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static String sql(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private static boolean isPlaceholder(String text) {
        return text.startsWith("<");
    }
}
