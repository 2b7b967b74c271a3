package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.model.AgentInfo;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.EncryptionMode;
import io.jenkins.plugins.obshell.client.model.StorageConfig;
import io.jenkins.plugins.obshell.client.model.TenantDetail;
import io.jenkins.plugins.obshell.client.secret.PlainText;
import io.jenkins.plugins.obshell.operation.request.Destination;
import io.jenkins.plugins.obshell.operation.result.RestoreWindow;
import io.jenkins.plugins.obshell.operation.result.RestoredBackup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Finds the last backup of a tenant that can be restored, and all that a restore of it needs. It only reads. */
final class LastRestorable {

    /** How many COMPLETED backups are looked at, the newest first. */
    private static final int MOST_BACKUPS = 5;

    /** A time that is shown can be this much before the SCN of the same moment. */
    private static final Duration CUT_OFF = Duration.ofMillis(1);

    private final ObshellClient client;
    private final String tenant;
    private final Overview overview;
    private final LogArchive log;

    /**
     * @param client calls the cluster of the tenant
     * @param clock  the local clock
     * @param tenant the tenant
     */
    LastRestorable(ObshellClient client, Clock clock, String tenant) {
        this.client = client;
        this.tenant = tenant;
        this.overview = new Overview(client, BackupScope.tenant(tenant));
        this.log = new LogArchive(client, clock, overview);
    }

    /**
     * What a restore needs to know.
     *
     * @param backup        the backup, or null if none can be restored
     * @param problem       why not, or null
     * @param dataUri       where its set lies, without the access key
     * @param archiveUri    where the log lies, without the access key; null if none is archived
     * @param bytes         how much was written to its set; 0 if that is unknown
     * @param needsPassword whether it cannot be restored without a password
     * @param zones         the zones of the tenant
     * @param unitNum       how many units the tenant has in each zone
     */
    record Found(
            @Nullable RestoredBackup backup,
            @Nullable String problem,
            @Nullable String dataUri,
            @Nullable String archiveUri,
            long bytes,
            boolean needsPassword,
            List<String> zones,
            int unitNum) {

        private static Found none(String problem) {
            return new Found(null, problem, null, null, 0, false, List.of(), 0);
        }
    }

    private record Source(@Nullable AgentInfo agent, TenantDetail tenant, StorageConfig storage) {

        @Nullable
        String version() {
            return agent == null ? null : agent.obVersion();
        }
    }

    CompletableFuture<Found> find() {
        return client.tenant(tenant)
                .thenCompose(detail -> client.storageConfig(tenant)
                        .thenCompose(storage -> storage == null || isEmpty(storage.dataBaseUri())
                                ? CompletableFuture.completedFuture(
                                        Found.none(Messages.LastRestorable_noDestination(tenant)))
                                : client.info().thenCompose(agent -> find(new Source(agent, detail, storage)))));
    }

    private CompletableFuture<Found> find(Source source) {
        return overview.tasks()
                .thenCompose(shown -> overview.history(tenant)
                        .thenApply(history -> CompletedBackup.of(shown, history).stream()
                                .limit(MOST_BACKUPS)
                                .toList()))
                .thenCompose(completed -> completed.isEmpty()
                        ? CompletableFuture.completedFuture(Found.none(Messages.LastRestorable_none(tenant)))
                        : first(source, completed, 0, null));
    }

    /** The newest that can be restored; if there is none, the newest says why. */
    private CompletableFuture<Found> first(
            Source source, List<CompletedBackup> completed, int index, @Nullable Found newest) {
        if (index == completed.size()) {
            return CompletableFuture.completedFuture(newest);
        }
        CompletedBackup backup = completed.get(index);
        return log.look(backup.need(tenant), null, null)
                .thenApply(look -> judged(source, backup, look))
                .thenCompose(found -> found.backup() != null
                        ? CompletableFuture.completedFuture(found)
                        : first(source, completed, index + 1, newest == null ? found : newest));
    }

    private Found judged(Source source, CompletedBackup backup, LogArchive.Look look) {
        if (!(look.found() instanceof Restorability.Restorable restorable)) {
            return Found.none(Messages.LastRestorable_notRestorable(tenant, backup.job(), why(look)));
        }
        RestoreWindow window = restorable.window();
        if (window == null) {
            return Found.none(Messages.LastRestorable_noScn(tenant, backup.job()));
        }
        String dataUri = source.storage().dataBaseUri();
        String archiveUri = isEmpty(source.storage().archiveBaseUri())
                ? null
                : source.storage().archiveBaseUri();
        for (Place place :
                List.of(new Place(dataUri, backup.kind().path()), new Place(archiveUri, window.archivePath()))) {
            if (place.isElsewhere()) {
                return Found.none(Messages.LastRestorable_elsewhere(
                        tenant,
                        backup.job(),
                        PlainText.excerpt(place.path()),
                        PlainText.excerpt(Objects.requireNonNullElse(place.uri(), "-"))));
            }
        }
        return new Found(
                restored(source, backup.task(), look.need(), window),
                null,
                dataUri,
                archiveUri,
                backup.task().outputBytes(),
                EncryptionMode.needsPassword(backup.kind().encryptionMode()),
                source.tenant().zones(),
                Math.max(1, source.tenant().unitNum()));
    }

    /** A path that OceanBase reports, and the destination that it should lie in. */
    private record Place(@Nullable String uri, @Nullable String path) {

        boolean isElsewhere() {
            return !isEmpty(path)
                    && Destination.of(uri)
                            .filter(destination -> destination.contains(path))
                            .isEmpty();
        }
    }

    /** The end of the backup is the first point that it can be restored to, so no more log than necessary is replayed. */
    private RestoredBackup restored(Source source, BackupTask task, LogNeed need, RestoreWindow window) {
        long scn = need.endScn() > 0
                ? need.endScn()
                : Math.min(window.toScn(), Scn.of(window.from().plus(CUT_OFF)));
        Instant time = Scn.time(scn);
        return new RestoredBackup(tenant, task.backupSetId(), task.jobId(), scn, time, source.version(), null, 0, null);
    }

    private static String why(LogArchive.Look look) {
        if (look.found() instanceof Restorability.NotYet notYet) {
            return ArchiveWait.describe(look.need(), notYet);
        }
        return look.isNever()
                ? ArchiveWait.never(look)
                : Messages.ArchiveWait_unknown(look.need().name());
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
