package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.StorageConfig;
import io.jenkins.plugins.obshell.operation.request.Destination;
import io.jenkins.plugins.obshell.operation.result.Reading;
import io.jenkins.plugins.obshell.operation.result.RestoreWindow;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.TenantStatus;
import io.jenkins.plugins.obshell.operation.result.TenantStatus.Presence;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * How a tenant is backed up, on the page of a cluster and in the REST API. Start and end are those of its last COMPLETED
 * backup, in real time.
 */
@ExportedBean(defaultVisibility = 3)
public final class TenantStatusView extends RestorableView {

    private final TenantStatus status;
    private final BuildView build;

    /** @param build the build that made the last COMPLETED backup; null if none is known that the user may read */
    TenantStatusView(@NonNull TenantStatus status, @Nullable BuildView build) {
        super(startedAt(status), status.endedAt(), null);
        this.status = status;
        this.build = build;
    }

    @Nullable
    private static Instant startedAt(TenantStatus status) {
        TenantBackup backup = status.lastCompleted().value();
        return status.endedAt() == null || between(backup.startTime(), backup.endTime()) == null
                ? null
                : status.endedAt().minus(between(backup.startTime(), backup.endTime()));
    }

    /** {@return its name, or its id if the name is unknown} */
    @Exported
    @NonNull
    public String getTenant() {
        return status.tenant();
    }

    /** {@return its id, or null} */
    @Exported
    @Nullable
    public String getTenantId() {
        return status.tenantId();
    }

    /** {@return {@code IN_USE}, {@code BEING_RESTORED}, {@code RECYCLED} or {@code DROPPED}} */
    @Exported
    @NonNull
    public String getPresence() {
        return status.presence().name();
    }

    /** {@return whether it is in use, so that it should have a backup} */
    public boolean isInUse() {
        return status.presence() == Presence.IN_USE;
    }

    /** {@return why it is not in use, for people; null if it is} */
    @Nullable
    public String getPresenceText() {
        return switch (status.presence()) {
            case IN_USE -> null;
            case BEING_RESTORED -> Messages.TenantStatusView_beingRestored();
            case RECYCLED -> Messages.TenantStatusView_recycled();
            case DROPPED -> Messages.TenantStatusView_dropped();
        };
    }

    /** {@return OceanBase's status of its newest backup, which may still be running, or null} */
    @Exported
    @Nullable
    public String getNewestStatus() {
        return status.newestStatus();
    }

    /** {@return whether its newest backup is another one than its last COMPLETED one} */
    public boolean isNewestOther() {
        return status.newestStatus() != null && !"COMPLETED".equals(status.newestStatus());
    }

    /** {@return the Jenkins symbol for the status of its newest backup} */
    @NonNull
    public String getNewestIcon() {
        return StateIcons.of(status.newestStatus());
    }

    /** {@return the last COMPLETED backup, or null} */
    @Nullable
    private TenantBackup backup() {
        return status.lastCompleted().value();
    }

    /** {@return whether a COMPLETED backup is known} */
    @Exported
    public boolean isCompleted() {
        return backup() != null;
    }

    /** {@return the Jenkins symbol for its last COMPLETED backup} */
    @NonNull
    public String getIcon() {
        return isCompleted() ? "symbol-status-blue" : isBackupUnknown() ? "symbol-status-nobuilt" : "symbol-status-red";
    }

    private boolean isBackupUnknown() {
        return status.lastCompleted().unknown() != null;
    }

    /** {@return that there is no COMPLETED backup, or why that is unknown, for people; null if there is one} */
    @Nullable
    public String getBackupText() {
        if (isCompleted()) {
            return null;
        }
        return isBackupUnknown() ? why(status.lastCompleted().unknown()) : Messages.TenantStatusView_neverCompleted();
    }

    /** {@return when the last COMPLETED backup ended as OceanBase's clock showed it, for people, if the real time is unknown} */
    @Nullable
    public Moment getShownEnd() {
        return status.endedAt() != null || backup() == null ? null : Moment.of(backup().endTime());
    }

    /** {@return the id of the job of the last COMPLETED backup, or null} */
    @Exported
    @Nullable
    public String getJobId() {
        return backup() == null ? null : backup().jobId();
    }

    /** {@return the id of its backup set, or null} */
    @Exported
    @Nullable
    public String getBackupSetId() {
        return backup() == null ? null : backup().backupSetId();
    }

    /** {@return the URI of its backup set, without secrets, or null} */
    @Exported
    @Nullable
    public String getPath() {
        return backup() == null ? null : backup().path();
    }

    /** {@return how long before the reading the last COMPLETED backup ended, in seconds; null if that is unknown} */
    @Exported
    @Nullable
    public Long getAgeSeconds() {
        return status.age() == null ? null : status.age().toSeconds();
    }

    /** {@return how long before the reading the last COMPLETED backup ended, for people; null if that is unknown} */
    @Nullable
    public String getAge() {
        return format(status.age());
    }

    /** {@return by what the table is sorted by age: the age in seconds; -1 if it is unknown} */
    public long getAgeOrder() {
        return Objects.requireNonNullElse(getAgeSeconds(), -1L);
    }

    /** {@return by what the table is sorted by lag: the lag in seconds; -1 if it is unknown} */
    public long getLagOrder() {
        return Objects.requireNonNullElse(getLagSeconds(), -1L);
    }

    /** {@return {@code YES}, {@code NOT_YET}, {@code NO_ARCHIVE}, {@code NEW_ROUND}, {@code NO_BACKUP} or {@code UNKNOWN}} */
    @Exported
    @NonNull
    public String getRestorable() {
        return status.restorable().name();
    }

    /** {@return why the points to which it can be restored are not shown, for people; null if they are} */
    @Nullable
    public String getRestorableText() {
        return switch (status.restorable()) {
            case YES -> window() == null ? Messages.TenantStatusView_windowUnknown() : null;
            case NOT_YET -> Messages.TenantStatusView_notYet();
            case NO_ARCHIVE -> Messages.TenantStatusView_noArchive();
            case NEW_ROUND -> Messages.TenantStatusView_newRound();
            case NO_BACKUP -> null;
            case UNKNOWN -> Messages.TenantStatusView_unknown();
        };
    }

    /** {@return the Jenkins symbol for whether it can be restored} */
    @NonNull
    public String getRestorableIcon() {
        return switch (status.restorable()) {
            case YES -> "symbol-status-blue";
            case NOT_YET -> "symbol-status-yellow";
            case NO_ARCHIVE, NEW_ROUND -> "symbol-status-red";
            case NO_BACKUP, UNKNOWN -> "symbol-status-nobuilt";
        };
    }

    @Override
    @Nullable
    RestoreWindow window() {
        return backup() == null ? null : backup().restorable();
    }

    /** {@return the rounds of its log archive; empty if they are unknown} */
    @Exported
    @NonNull
    public List<ArchiveView> getArchives() {
        return status.archive().value() == null
                ? List.of()
                : status.archive().value().stream().map(ArchiveView::new).toList();
    }

    /** {@return how far its log archive lags behind, in seconds; null if that is unknown} */
    @Exported
    @Nullable
    public Long getLagSeconds() {
        return getArchives().isEmpty() ? null : getArchives().get(0).getLagSeconds();
    }

    /** {@return how far its log archive lags behind, for people; null if that is unknown} */
    @Nullable
    public String getLag() {
        return getArchives().isEmpty() ? null : getArchives().get(0).getLag();
    }

    /** {@return why its log archive, or a part of it, is unknown, for people; null if it is known} */
    @Nullable
    public String getArchiveUnknown() {
        return unknown(status.archive());
    }

    /** {@return where its data is backed up to, without parameters; null if it is unknown or not set} */
    @Exported
    @Nullable
    public String getDataDestination() {
        return destinations() == null ? null : place(destinations().dataBaseUri());
    }

    /** {@return where its log is archived to, without parameters; null if it is unknown or not set} */
    @Exported
    @Nullable
    public String getArchiveDestination() {
        return destinations() == null ? null : place(destinations().archiveBaseUri());
    }

    /** {@return whether it is known that no destination is set} */
    public boolean isNotConfigured() {
        return destinations() != null && getDataDestination() == null && getArchiveDestination() == null;
    }

    /** {@return why its destinations are unknown, for people; null if they are known} */
    @Nullable
    public String getDestinationUnknown() {
        return unknown(status.destinations());
    }

    @Nullable
    private StorageConfig destinations() {
        return status.destinations().value();
    }

    /** The parameters of a URI can hold secrets, and nobody needs them at a glance. */
    @Nullable
    private static String place(@Nullable String uri) {
        if (uri == null || uri.isEmpty()) {
            return null;
        }
        int query = uri.indexOf('?');
        return Destination.of(uri).map(Destination::place).orElse(query < 0 ? uri : uri.substring(0, query));
    }

    /** {@return the build that made the last COMPLETED backup; null if none is known that the user may read} */
    @Exported
    @Nullable
    public BuildView getBuild() {
        return build;
    }

    /** {@return why parts are unknown, for people} */
    @Exported
    @NonNull
    public List<String> getUnknown() {
        return Stream.of(status.lastCompleted(), status.archive(), status.destinations())
                .map(TenantStatusView::unknown)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    @Nullable
    private static String unknown(Reading<?> reading) {
        return reading.unknown() == null ? null : why(reading.unknown());
    }

    /** {@return why something is unknown, in a sentence for people} */
    static String why(Reading.Unknown unknown) {
        return switch (unknown.reason()) {
            case OLD_OBSHELL -> Messages.TenantStatusView_oldObshell();
            case FAILED -> Messages.TenantStatusView_failed(unknown.message());
            case DROPPED -> Messages.TenantStatusView_dropped();
            case NO_NAME -> Messages.TenantStatusView_noName();
            case NO_TIME -> Messages.TenantStatusView_noTime();
            case NOT_AMONG_NEWEST -> Messages.TenantStatusView_notAmongNewest();
            case NOT_SHOWN -> Messages.TenantStatusView_notShown();
        };
    }
}
